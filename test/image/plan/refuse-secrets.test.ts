import {
  From, Gate, HealthCheck, Instruction, NodejsDockerfile, NodejsDockerfileOptions, Stage, StageCustomization, StartGate,
} from '../../../lib';
import { smallService } from '../../temporary';

const TOKEN = 'ghp_aB3dE5gH7jK9mN1pQ3sT5vW7yZ9bC1eF3hI5';

const dockerfile = (options: NodejsDockerfileOptions) => NodejsDockerfile.fromDirectory({ directory: smallService(), ...options });

test.each<[string, NodejsDockerfileOptions]>([
  ['environment.API_TOKEN', { environment: { API_TOKEN: TOKEN } }],
  ['environment.DATABASE_URL', { environment: { DATABASE_URL: 'postgres://app:pa55-word-9@db.eu-west-1.rds.amazonaws.com/app' } }],
  ['buildEnvironment.A', { buildEnvironment: { A: `https://${TOKEN}@github.com` } }],
  ['buildArgs.SOURCE', { buildArgs: { SOURCE: TOKEN } }],
  ['labels.a', { labels: { a: TOKEN } }],
  ['command[2]', { command: ['node', 'server.js', `--api=${TOKEN}`] }],
  ['command[2]', { command: ['node', '--header', 'Authorization: Bearer abcdefghijklmnopqrst'] }],
  ['entrypoint[1]', { entrypoint: ['node', TOKEN] }],
  ['gates[0]', { gates: [Gate.command(['curl', `https://user:${TOKEN}@example.com`])] }],
  ['gates[0]', { gates: [Gate.script('test', { environment: { A: TOKEN } })] }],
  ['startGate', { startGate: StartGate.environment({ A: TOKEN }) }],
  ['healthCheck', { healthCheck: HealthCheck.command(['node', 'check.js', TOKEN]) }],
  ['customize[0]', { customize: [StageCustomization.append('source', Instruction.env({ A: TOKEN }))] }],
  ['customize[0]', { customize: [StageCustomization.addStage(new Stage({ name: 'a', from: From.stage('source'), instructions: [Instruction.shell('A_SECRET=3f9a8c7b6d5e4f3a2b1c0d9e node a.js')] }))] }],
])('a secret that is written out in %s is refused, and not shown', (prop, options) => {
  let message = '';
  try {
    dockerfile(options);
  } catch (error) {
    message = (error as Error).message;
  }
  expect(message).toMatch(new RegExp(`^${prop.replace(/[[\].]/g, '\\$&')}[\\w.[\\]]* holds an? `));
  expect(message).toContain('whoever has the image');
  expect(message).not.toMatch(/ghp_|pa55|3f9a|abcdefghij/);
});

test('values that stand for secrets are none', () => {
  const { warnings } = dockerfile({
    environment: { DATABASE_URL: 'postgres://postgres:postgres@localhost:5432/app', TOKEN: `ghp_${'x'.repeat(36)}`, URL: 'https://user@example.com/@a' },
    gates: [Gate.script('test', { environment: { DATABASE_URL: 'postgres://test:testtest@db/test', JWT_SECRET: 'of-the-tests' } })],
    startGate: StartGate.environment({ DATABASE_URL: 'postgres://none', API_KEY: 'none' }),
    command: ['node', 'server.js', '--token', '$TOKEN'],
  });
  expect(warnings).toEqual([]);
});
