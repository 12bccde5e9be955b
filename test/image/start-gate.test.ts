import { Duration } from 'aws-cdk-lib';
import {
  Gate, HealthCheck, Instruction, NodejsDockerfile, NodejsDockerfileOptions, Stage, StageCustomization, StartGate, From,
} from '../../lib';
import { smallService } from '../temporary';

function dockerfile(options: NodejsDockerfileOptions = {}): NodejsDockerfile {
  return NodejsDockerfile.fromDirectory({ directory: smallService(), ...options });
}

function stageOf(file: NodejsDockerfile, name: string): string {
  return file.render().split('\n\n').find(text => new RegExp(`^FROM .* AS ${name}$`, 'm').test(text)) ?? '';
}

/** The words of the step that starts the image. */
function wordsOf(file: NodejsDockerfile): string[] {
  return JSON.parse(/(\["node", "\/start\.mjs".*\])$/m.exec(stageOf(file, 'gate-start'))![1]);
}

describe('the stages', () => {
  test('what is started is the whole image, and the release is what was started', () => {
    const file = dockerfile();

    expect(stageOf(file, 'gate-start')).toMatch(/^FROM app AS gate-start$/m);
    expect(stageOf(file, 'test-report')).toContain('COPY --link --from=gate-start /gates/start/ /start/');
    expect(stageOf(file, 'release').trim()).toBe([
      '# takes of each gate an empty directory, which is there only if it passed', 'FROM app AS release',
      'COPY --link --from=gate-test /passed/test/ /', 'COPY --link --from=gate-start /passed/start/ /',
    ].join('\n'));
    expect(file.stages[file.stages.length - 1].name).toBe('release');
  });

  test('it is started without a network and without a shell', () => {
    expect(stageOf(dockerfile(), 'gate-start')).toMatch(/RUN --network=none \\\n {4}--mount=type=bind,source=image\/start.mjs,target=\/start.mjs \\\n {4}\["node", /);
    expect(dockerfile().contextFiles.map(({ path }) => path)).toContain('image/start.mjs');
  });

  test('StartGate.none() leaves everything as it is without', () => {
    const file = dockerfile({ startGate: StartGate.none() });

    expect(file.stages.map(({ name }) => name).filter(name => /^(app|gate-start)$/.test(name))).toEqual([]);
    expect(stageOf(file, 'release')).toContain('COPY --link --from=gate-test /passed/test/ ./');
    expect(stageOf(file, 'release')).not.toContain('gate-start');
    expect(file.contextFiles.map(({ path }) => path)).not.toContain('image/start.mjs');
    expect(file.gates.map(({ name }) => name)).toEqual(['test']);
  });

  test('what is customized in the release is started', () => {
    const file = dockerfile({ customize: [
      StageCustomization.prepend('release', Instruction.env({ FIRST: '1' })),
      StageCustomization.append('release', Instruction.arg('VERSION'), Instruction.env({ LAST: '1' }), Instruction.stopSignal('SIGINT')),
      StageCustomization.append('app', Instruction.env({ OWN: '1' })),
      StageCustomization.addStage(new Stage({ name: 'mine', from: From.stage('app') })),
    ] });

    expect(stageOf(file, 'app')).toMatch(/ENV FIRST=1\nWORKDIR[^]*ENV LAST=1[^]*ENV OWN=1[^]*ENTRYPOINT/);
    expect(stageOf(file, 'release')).not.toContain('ENV');
    expect(wordsOf(file)).toEqual(expect.arrayContaining(['--unset=VERSION', '--unset=TARGETARCH', '--stop-signal=SIGINT']));
    expect(file.stages[file.stages.length - 1].name).toBe('release');
  });
});

describe('what is started', () => {
  test('is what the image starts, by its user', () => {
    const words = wordsOf(dockerfile({ entrypoint: ['node', '--require', './a b.js'], command: ['server.js', '$HOME "x"'], user: '7:8' }));

    expect(words.slice(0, 3)).toEqual(['node', '/start.mjs', '--user=7:8']);
    expect(words.slice(words.indexOf('--'))).toEqual(['--', '/init', 'node', '--require', './a b.js', 'server.js', '$HOME "x"']);
    expect(wordsOf(dockerfile({ init: false, command: ['node', 'server.js'] })).slice(-3)).toEqual(['--', 'node', 'server.js']);
  });

  test('is asked by its own health check', () => {
    const http = wordsOf(dockerfile({ port: 3000, healthCheck: HealthCheck.http('/up') }));
    const command = wordsOf(dockerfile({ port: 3000, healthCheck: HealthCheck.command(['true']) }));
    const none = wordsOf(dockerfile({ port: 3000, healthCheck: HealthCheck.none() }));

    expect(http).toEqual(expect.arrayContaining(['--port=3000', '--health-path=/up', '--asks-port', '--health=node', '--health=-e', expect.stringMatching(/^--health=fetch/)]));
    expect(command).toContain('--health=true');
    expect(command).not.toContain('--asks-port');
    expect(none.filter(word => /health|asks/.test(word))).toEqual([]);
  });

  test('has the variables of the gate, whatever they hold', () => {
    const hostile = 'a\'b"c$(id)`id`\\ \n #';
    const file = dockerfile({ startGate: StartGate.required({ environment: { DATABASE_URL: hostile }, timeout: Duration.seconds(9) }) });

    expect(wordsOf(file)).toEqual(expect.arrayContaining(['--required', '--timeout=9', `--environment=DATABASE_URL=${hostile}`]));
    expect(file.stages.find(({ name }) => name === 'app')!.instructions.length).toBe(dockerfile().stages.find(({ name }) => name === 'app')!.instructions.length);
    expect(wordsOf(dockerfile({ startGate: StartGate.environment({ A: '1' }) }))).not.toContain('--required');
  });
});

describe('what cannot be', () => {
  test.each<[string, () => unknown, RegExp]>([
    ['a gate of that name', () => dockerfile({ gates: [Gate.command(['true'], { name: 'start' })] }), /a gate is named "start".*set its option "name"/],
    ['a variable that is none', () => StartGate.environment({ 'A B': '1' }), /variable named "A B"/],
    ['a value that is no text', () => StartGate.environment({ A: 1 as any }), /variables\.A" must be a string, received 1/],
    ['a NUL character', () => StartGate.required({ environment: { A: '\0' } }), /variable A /],
    ['no time', () => StartGate.required({ timeout: Duration.seconds(0) }), /timeout of startGate .* received 0 seconds/],
  ])('%s is refused', (_, make, message) => {
    expect(make).toThrow(message);
  });

  test('a gate of that name is one like others where the image is not started', () => {
    expect(dockerfile({ gates: [Gate.command(['true'], { name: 'start' })], startGate: StartGate.none() }).gates.map(({ name }) => name)).toEqual(['start']);
  });
});

