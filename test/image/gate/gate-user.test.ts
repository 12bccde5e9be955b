import { BuildSecret, BuildStep, Gate, GateUser, NodejsDockerfile, NodejsDockerfileOptions } from '../../../lib';
import { smallService } from '../../temporary';

const rendered = (options: NodejsDockerfileOptions) => NodejsDockerfile.fromDirectory({ directory: smallService(), ...options }).render();
const gate = (user?: GateUser) => Gate.command(['node', '--version'], { name: 'test', user });

test('a gate runs as root unless it asks for another user', () => {
  expect(rendered({ gates: [gate(GateUser.ROOT)] })).toBe(rendered({ gates: [gate()] }));
  expect(rendered({ gates: [gate()] })).not.toContain('--user=1000:1000 --own');
});

test('its program is told the user of the release, and whose files are to be its own', () => {
  const step = (options: NodejsDockerfileOptions) => /node \/gate\.mjs run test (.*) -- node --version/.exec(rendered({ gates: [gate(GateUser.RELEASE)], ...options }))?.[1];

  expect(step({})).toBe('--timeout=900 --user=1000:1000 --own=/app');
  expect(step({ user: '10001' })).toBe('--timeout=900 --user=10001 --own=/app');
});

test('a secret that is a file is refused, for that user may not read it', () => {
  const secrets = (user: GateUser, secret: BuildSecret) => () => rendered({ gates: [gate(user)], buildSecrets: [secret] });
  const file = (step: BuildStep) => BuildSecret.file('npmrc', 'npmrc', '/root/.npmrc', { steps: [step] });

  expect(secrets(GateUser.RELEASE, file(BuildStep.GATES)))
    .toThrow('gate "test" runs as the user of the release, who may not read the file of the build secret "npmrc"; give it as a variable');
  expect(secrets(GateUser.RELEASE, file(BuildStep.INSTALL))).not.toThrow();
  expect(secrets(GateUser.ROOT, file(BuildStep.GATES))).not.toThrow();
  expect(secrets(GateUser.RELEASE, BuildSecret.environment('TOKEN', { steps: [BuildStep.GATES] }))).not.toThrow();
});

test('a user by another name is refused, with those that there are', () => {
  expect(() => Gate.script('test', { user: 'node' as any })).toThrow(/"user" must be one of GateUser\.ROOT, GateUser\.RELEASE, received "node"/);
});
