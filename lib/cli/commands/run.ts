import { Command } from '../command';
import { Docker } from '../docker';
import { CommandError, ExitCode } from '../exit-code';
import { Look } from '../terminal/terminal';
import { buildAndShow, builderOf, GATE_REPORTS, TAG } from './build';

/** So long an application may take until it answers. */
const PATIENCE = 60_000;
const PAUSE = 500;

export const RUN: Command = {
  name: 'run',
  summary: 'builds the image, and runs it until Ctrl-C',
  description: 'builds the image with its gates, and runs it with its port until Ctrl-C, which ends it as an orchestrator does.',
  words: ['DIRECTORY'],
  options: [
    { name: 'publish', value: 'PORT', text: 'the port of this machine (that of the application)' },
    { name: 'env', value: 'NAME=VALUE', text: 'a variable while it runs; again for more' },
    { name: 'env-file', value: 'FILE', text: 'a file of such variables, which stays out of the image' },
    TAG,
    GATE_REPORTS,
  ],
  image: true,
  example: 'cdk-nodejs-image run services/api --publish 8080',
  async run(context) {
    const { terminal, cleanup, value, values } = context;
    const publish = value('publish');
    if (publish !== undefined && !/^\d{1,5}$/.test(publish)) throw new CommandError(`--publish takes a port, received ${JSON.stringify(publish)}`);
    const builder = builderOf(context);
    const { docker } = builder;
    const { build, tags, code } = await buildAndShow(context, builder, { platforms: [], outputs: ['--load'], loaded: true, brief: true });
    if (code !== ExitCode.OK) return code;
    const { port, healthCheckCommand } = build.dockerfile;
    if (publish !== undefined && port === undefined) throw new CommandError('it is not known which port the application listens on: give --port');
    const file = value('env-file');
    const started = docker.ask('run', '--detach',
      ...port === undefined ? [] : ['--publish', `127.0.0.1:${publish ?? port}:${port}`],
      ...values('env').flatMap(text => ['--env', text]),
      ...file === undefined ? [] : ['--env-file', file],
      tags[0]);
    const id = started.out.split('\n').pop()!;
    // a container that could not get its port is there all the same
    if (id !== '') {
      cleanup.later(() => {
        docker.ask('stop', '--timeout', '10', id);
        docker.ask('rm', '--force', '--volumes', id);
      });
    }
    if (!started.ok) {
      terminal.complain(`it cannot be started: ${started.err.replace(/^docker: /, '').split('\n')[0]}`);
      return ExitCode.FAILED;
    }
    const logs = docker.attached(['logs', '--follow', id]);
    const running = () => docker.ask('inspect', '--format', '{{.State.Running}}', id).out === 'true';
    void answers(() => wellness(docker, id, healthCheckCommand), running).then(well => {
      const where = port === undefined ? 'it runs' : `http://127.0.0.1:${publish ?? port}`;
      if (well !== false) terminal.say(terminal.style(Look.GOOD, `${where}${well ? ', and its health check passes' : ''}; Ctrl-C ends it`));
      else if (running()) terminal.complain(terminal.style(Look.WARNING, 'its health check has not passed in a minute'));
    });
    await logs;
    const exit = Number(docker.ask('wait', id).out);
    terminal.complain(`the application ended with exit code ${exit}`);
    return exit === 0 ? ExitCode.OK : ExitCode.FAILED;
  },
};

/** True if the health check passes; undefined where there is none, or the engine cannot run it. */
function wellness(docker: Docker, id: string, command: readonly string[] | undefined): boolean | undefined {
  if (command === undefined) return undefined;
  const { ok, out, err } = docker.ask('exec', id, ...command);
  return ok || !/exec failed/.test(`${out}${err}`) ? ok : undefined;
}

/** Asks until it is well, or has ended; undefined where nothing can be asked. */
async function answers(ask: () => boolean | undefined, running: () => boolean): Promise<boolean | undefined> {
  for (let waited = 0; waited < PATIENCE && running(); waited += PAUSE) {
    const well = ask();
    if (well !== false) return well;
    await new Promise(resolve => setTimeout(resolve, PAUSE).unref());
  }
  return false;
}
