import { spawnSync } from 'child_process';
import * as fs from 'fs';
import * as path from 'path';
import { NodejsDockerfile, NodejsDockerfileOptions, StartGate } from '../../lib';
import { gateArguments } from '../../lib/image/stages/gate-arguments';
import { programText } from '../../lib/programs/program-text';
import { directoryWith, temporaryDirectory } from '../temporary';

const MANIFEST = { name: 'a', scripts: { build: 'node build.js', start: 'node server.js', test: 'node --test' } };

function planned(options: NodejsDockerfileOptions, files: Record<string, unknown> = { 'package.json': MANIFEST, 'server.js': '', 'build.js': '' }, directory = '') {
  const dockerfile = NodejsDockerfile.fromDirectory({ directory: path.join(directoryWith(files), directory), ...options });
  return { dockerfile, text: dockerfile.render().replace(/ *\\\n +/g, ' ') };
}

const builds = (text: string) => text.split('\n').filter(line => line.startsWith('RUN ') && / (build|@m\/lib|--workspace)/.test(line) && !line.includes('gate.mjs run'));

describe('the build', () => {
  test('has a network unless it is taken away', () => {
    expect(builds(planned({}).text)).toEqual(['RUN npm run build']);
    expect(planned({ buildNetwork: true }).text).toBe(planned({}).text);
  });

  test('has none where the prop says so, and a program that says so if it fails', () => {
    expect(builds(planned({ buildNetwork: false }).text)).toEqual([
      'RUN --network=none --mount=type=bind,source=image/gate.mjs,target=/gate.mjs node /gate.mjs offline -- npm run build',
    ]);
  });

  test('has that program also where there is no gate', () => {
    const paths = (options: NodejsDockerfileOptions) =>
      planned({ gates: [], startGate: StartGate.none(), ...options }).dockerfile.contextFiles.map(file => file.path);

    expect(paths({ buildNetwork: false })).toContain('image/gate.mjs');
    expect(paths({})).not.toContain('image/gate.mjs');
    expect(paths({ buildNetwork: false, buildScript: '' })).not.toContain('image/gate.mjs');
  });

  test('of the packages of a monorepo has none either', () => {
    const text = planned({ buildNetwork: false }, {
      'package.json': { private: true, workspaces: ['packages/*'] },
      'package-lock.json': { lockfileVersion: 3, packages: { '': { workspaces: ['packages/*'] }, 'packages/app': { name: 'app', dependencies: { lib: '*' } }, 'packages/lib': { name: 'lib' }, 'node_modules/lib': { resolved: 'packages/lib', link: true }, 'node_modules/app': { resolved: 'packages/app', link: true } } },
      'packages/app/package.json': { ...MANIFEST, name: 'app', dependencies: { lib: '*' } },
      'packages/app/server.js': '',
      'packages/lib/package.json': { name: 'lib', version: '1.0.0', main: 'dist/index.js', scripts: { build: 'node build.js' } },
      'packages/lib/build.js': '',
    }, 'packages/app').text;

    expect(builds(text)).toHaveLength(2);
    builds(text).forEach(line => expect(line).toMatch(/^RUN --network=none .* node \/gate\.mjs offline -- npm run --workspace=packages\/(app|lib) build$/));
  });
});

describe('its program', () => {
  const run = (steps: string[][]) => {
    const work = temporaryDirectory();
    fs.writeFileSync(path.join(work, 'gate.mjs'), programText('gate'));
    return spawnSync(process.execPath, ['gate.mjs', 'offline', '--', ...gateArguments(steps)], { cwd: work, encoding: 'utf8' });
  };

  test('runs one command after the other, and passes on what they print', () => {
    const { status, stdout, stderr } = run([['echo', 'a', '&&'], ['node', '-e', 'console.error("b"); console.log(process.stdin.isTTY)']]);

    expect([status, stdout, stderr]).toEqual([0, 'a &&\nundefined\n', 'b\n']);
  });

  test('ends with the first that fails, and says why where that is the network', () => {
    const { status, stdout, stderr } = run([['node', '-e', 'console.error("Error: getaddrinfo EAI_AGAIN fonts.googleapis.com"); process.exit(3)'], ['echo', 'never']]);

    expect([status, stdout]).toEqual([3, '']);
    expect(stderr).toContain('[build]   the build has no network, as buildNetwork: false says: "Error: getaddrinfo EAI_AGAIN fonts.googleapis.com"; bring what it fetches');
  });

  test.each<[string, string[], number]>([
    ['one that fails by itself', ['node', '-e', 'process.exit(7)'], 7],
    ['one that is not there', ['not-a-program'], 127],
    ['one that is killed', ['node', '-e', 'process.kill(process.pid, "SIGKILL")'], 137],
  ])('%s: says nothing of the network', (_, command, code) => {
    const { status, stderr } = run([command]);

    expect(status).toBe(code);
    expect(stderr).toMatch(/^\[build\] .* failed, exit code/m);
    expect(stderr).not.toContain('network');
  });
});
