import * as fs from 'fs';
import * as path from 'path';
import { NodejsDockerfile } from '../../lib';
import { materialise } from '../../lib/context/materialise';
import { smallService, temporaryDirectory } from '../temporary';

const context = (directory: string, options: Partial<Parameters<typeof NodejsDockerfile.fromDirectory>[0]> = {}) =>
  materialise(NodejsDockerfile.fromDirectory({ directory, ...options }), temporaryDirectory(), new Map()).directory;

const FILES: Record<string, string> = {
  '.npmrc': '//registry.example.com/:_authToken=quay3f9c2',
  '.yarnrc': '"//registry.example.com/:_authToken" quay3f9c2',
  '.yarnrc.yml': 'npmAuthToken: quay3f9c2',
  'bunfig.toml': '[install.registry]\ntoken = "quay3f9c2"',
  'pnpm-workspace.yaml': 'registries: { default: "https://user:quay3f9c2@registry.example.com" }',
  'package.json': '{"dependencies":{"a":"git+https://x:quay3f9c2@github.com/a/b"}}',
  'package-lock.json': '{"packages":{"a":{"resolved":"https://x:quay3f9c2@registry.example.com/a.tgz"}}}',
  'yarn.lock': 'a:\n  resolved "https://x:quay3f9c2@registry.example.com/a.tgz"\n',
  'pnpm-lock.yaml': 'packages:\n  a@https://x:quay3f9c2@registry.example.com/a.tgz:\n',
  'bun.lock': '{"packages":{"a":["a@https://x:quay3f9c2@registry.example.com/a.tgz"],},}',
};

describe.each(['packages/a/', 'lib/deep/er/'])('below %s', below => {
  test.each(Object.entries(FILES))('a token in %s ends the synthesis, and nothing is written', (name, text) => {
    const outdir = temporaryDirectory();
    const dockerfile = NodejsDockerfile.fromDirectory({ directory: smallService({ [`${below}${name}`]: text }) });
    expect(() => materialise(dockerfile, outdir, new Map())).toThrow(new RegExp(`^${`${below}${name}`.replace(/\./g, '\\.')} holds a literal (?!.*quay3f9c2)`));
    expect(fs.readdirSync(outdir)).toEqual([]);
  });

  test.each(Object.entries(FILES))('%s with a token enters where it is allowed, and stays out where .dockerignore names it', (name, text) => {
    const files = { [`${below}${name}`]: text };
    expect(fs.existsSync(path.join(context(smallService(files), { allow: { [`${below}${name}`]: 'of the tests' } }), 'app', below, name))).toBe(true);
    expect(fs.existsSync(path.join(context(smallService({ ...files, '.dockerignore': `${below}${name}\n` })), 'app', below, name))).toBe(false);
  });
});

test('what refers to variables alone enters, whatever the variables are', () => {
  const made = context(smallService({ '.npmrc': '//a/:_auth=${USER}:${PASSWORD}\n//a/:_password=${P-}\n//b/:_authToken=${NPM_TOKEN?}\n' }));
  expect(fs.existsSync(path.join(made, 'app/.npmrc'))).toBe(true);
});
