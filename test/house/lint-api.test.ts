import { spawnSync } from 'child_process';
import { symlinkSync, writeFileSync } from 'fs';
import { join, resolve } from 'path';
import { temporaryDirectory } from '../temporary';

const ROOT = resolve(__dirname, '..', '..');
const { version } = jest.requireActual<{ version: string }>('aws-cdk-lib/package.json');
const { version: constructs } = jest.requireActual<{ version: string }>('constructs/package.json');

/** A library as jsii compiled it. */
function assembly(types: { [name: string]: object }): string {
  const directory = temporaryDirectory();
  const dependencies = { 'aws-cdk-lib': version, constructs };
  const own = { name: 'made-up', version: '1.0.0', dependencies };
  writeFileSync(join(directory, 'package.json'), JSON.stringify({ ...own, main: 'index.js', types: 'index.d.ts', jsii: {} }));
  writeFileSync(join(directory, '.jsii'), JSON.stringify({
    ...own,
    schema: 'jsii/0.10.0', jsiiVersion: '6.0.0 (build 0)', fingerprint: '*', description: 'a', homepage: 'a', repository: { type: 'git', url: 'a' }, author: { name: 'a', roles: ['author'] }, license: 'MIT',
    types: Object.fromEntries(Object.entries(types).map(([name, type]) => [`made-up.${name}`, { assembly: 'made-up', fqn: `made-up.${name}`, name, docs: { summary: 'It is.' }, ...type }])),
  }));
  symlinkSync(join(ROOT, 'node_modules'), join(directory, 'node_modules'), 'junction');
  return directory;
}

function lint(directory: string): { readonly status: number | null; readonly said: string[] } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [require.resolve('tsx/cli'), join(ROOT, 'projenrc', 'lint-api.ts'), directory], { encoding: 'utf8' });
  return { status, said: `${stderr}${stdout}`.trim().split('\n') };
}

const prop = (name: string, type: object, docs: object = { summary: 'It is.', default: '- none' }) => ({ name, type, docs, abstract: true, immutable: true, optional: true });
const struct = (...properties: object[]) => ({ kind: 'interface', datatype: true, properties });
const construct = (...parameters: object[]) => ({ kind: 'class', base: 'constructs.Construct', initializer: { docs: { summary: 'It is.' }, parameters } });
const SCOPE = [{ name: 'scope', type: { fqn: 'constructs.Construct' } }, { name: 'id', type: { primitive: 'string' } }];

test('awslint finds what is wrong in a library for version 2 of the CDK', () => {
  const { status, said } = lint(assembly({
    OneProps: struct(prop('timeoutSeconds', { primitive: 'number' }), prop('grace', { primitive: 'number' }, { summary: 'It is.' }), prop('period', { primitive: 'number' })),
    One: construct(...SCOPE, { name: 'options', type: { fqn: 'made-up.OneProps' } }),
  }));

  expect(said).toEqual(expect.arrayContaining([
    expect.stringMatching(/^duration-prop-type made-up\.OneProps\.timeoutSeconds: property must be typed aws-cdk-lib\.Duration/),
    expect.stringMatching(/^duration-prop-name made-up\.OneProps\.timeoutSeconds: /),
    expect.stringMatching(/^duration-prop-type made-up\.OneProps\.period: /),
    expect.stringMatching(/^props-default-doc made-up\.OneProps\.grace: /),
    expect.stringMatching(/^construct-ctor made-up\.One/),
  ]));
  expect(status).toBe(1);
});

test('awslint finds nothing where nothing is wrong', () => {
  const { status, said } = lint(assembly({
    OneProps: struct(prop('timeout', { fqn: 'aws-cdk-lib.Duration' })),
    One: construct(...SCOPE, { name: 'props', optional: true, type: { fqn: 'made-up.OneProps' } }),
  }));

  expect(said).toEqual(['awslint: 0 findings, 0 accepted']);
  expect(status).toBe(0);
});
