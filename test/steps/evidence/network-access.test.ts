import { Gate, InstallScripts, NodejsDockerfile, NodejsDockerfileOptions } from '../../../lib';
import { networkAccesses } from '../../../lib/steps/evidence/network-access';
import { directoryWith } from '../../temporary';

const LOCK = { lockfileVersion: 3, packages: { '': { name: 'a', dependencies: { b: '1.0.0' } }, 'node_modules/b': { version: '1.0.0', integrity: 'sha512-x', hasInstallScript: true } } };

function planned(options: NodejsDockerfileOptions, files: Record<string, unknown> = { 'package-lock.json': LOCK }) {
  const directory = directoryWith({
    'package.json': { name: 'a', dependencies: { b: '1.0.0' }, scripts: { build: 'node build.js', start: 'node server.js', test: 'node --test', lint: 'node lint.js' } },
    'server.js': '', ...files,
  });
  const dockerfile = NodejsDockerfile.fromDirectory({ directory, ...options });
  return { dockerfile, accesses: networkAccesses(dockerfile.render()), fact: dockerfile.facts.find(({ name }) => name === 'network')?.value };
}

describe('what each step may reach is what the Dockerfile says, and a fact', () => {
  test.each<[string, NodejsDockerfileOptions, object, string]>([
    ['by default', {}, { 'install': 'default', 'installScripts': 'default', 'build': 'default', 'gate-test': 'none', 'gate-start': 'none' },
      'install, install scripts, build: any address; gate test, start gate: the loopback address alone'],
    ['without scripts and a network', { buildNetwork: false, installScripts: InstallScripts.none() }, { 'install': 'default', 'build': 'none', 'gate-test': 'none', 'gate-start': 'none' },
      'install: any address; build, gate test, start gate: the loopback address alone'],
    ['with a gate that asks for one', { gates: [Gate.script('test', { network: true }), Gate.script('lint')] },
      { 'install': 'default', 'installScripts': 'default', 'build': 'default', 'gate-test': 'default', 'gate-lint': 'none', 'gate-start': 'none' },
      'install, install scripts, build, gate test: any address; gate lint, start gate: the loopback address alone'],
  ])('%s', (_, options, expected, value) => {
    const { accesses, fact } = planned(options);

    expect(accesses).toEqual(expected);
    expect(fact).toBe(value);
  });

  test('where scripts run while packages are fetched, both are one step', () => {
    expect(planned({}, {}).accesses).toMatchObject({ install: 'default', installScripts: 'default' });
  });
});

describe('a Dockerfile that somebody else wrote', () => {
  test.each<[string, string, object]>([
    ['continued lines and comments', 'FROM a AS build\nRUN \\\n  # why\n  --mount=type=bind,source=a,target=b \\\n  --network=none \\\n  node a.js\n', { build: 'none' }],
    ['a command that names the option', 'FROM a AS build\nRUN node a.js --network=none x\n', { build: 'default' }],
    ['two commands of which one may reach all', 'FROM a AS gate-x\nRUN --network=none true\nRUN true\nRUN --network=none true\n', { 'gate-x': 'default' }],
    ['stages without a name', 'FROM a\nRUN true\n', {}],
    ['none', '', {}],
  ])('%s', (_, text, expected) => {
    expect(networkAccesses(text)).toEqual(expected);
  });
});
