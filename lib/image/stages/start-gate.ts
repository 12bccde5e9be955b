import { From, Instruction, Stage } from '../../dockerfile/index';
import { WORKDIR } from '../paths';
import { ImagePlan } from '../plan/image-plan';
import { START_GATE } from '../plan/start-gate';
import { START_PROGRAM, STATIC_PROGRAM } from './programs';
import { serviceArguments, serviceMounts } from './services';

/** The image before it is the release, where it is started first. */
export const APP = 'app';

/** The stage in which the image is started. */
export const START_STAGE = `gate-${START_GATE}`;

/** Starts the image as it will run, but for a network. The program is root, so that it can run the application by the user of the image. */
export function startGateStage(plan: ImagePlan, app: Stage): Stage[] {
  if (plan.startGate === undefined) {
    return [];
  }
  const { startGate: { startGate, healthPath, asksPort }, healthCheck, port, user } = plan;
  const option = (name: string, value: string | undefined) => value === undefined ? [] : [`--${name}=${value}`];
  return [new Stage({
    name: START_STAGE,
    comments: ['starts the image as it will run: what lacks a module, a file or a program is not released'],
    from: From.stage(APP),
    instructions: [
      Instruction.user('0'),
      Instruction.arg('GATE_ON_FAILURE', 'fail'),
      Instruction.run([
        ...START_PROGRAM.words(plan),
        `--user=${user}`,
        `--directory=${WORKDIR}`,
        `--timeout=${startGate._timeoutSeconds}`,
        ...startGate.mustStart ? ['--required'] : [],
        ...option('port', port === undefined ? undefined : String(port)),
        ...(healthCheck ?? []).map(word => `--health=${word}`),
        ...option('health-path', healthCheck && healthPath),
        ...healthCheck && asksPort ? ['--asks-port'] : [],
        ...startedWords(plan).includes(STATIC_PROGRAM.target) ? ['--site'] : [],
        ...Object.entries(startGate.variables).map(([name, value]) => `--environment=${name}=${value}`),
        ...serviceArguments(startGate.services),
        ...option('stop-signal', stopSignalOf(app)),
        ...argumentsOf(app).map(name => `--unset=${name}`),
        '--', ...startedWords(plan),
      ], { mounts: [...START_PROGRAM.mounts(plan), ...serviceMounts(plan, START_STAGE, startGate.services)], network: false, exec: true }),
      // nothing runs by it; readers of Dockerfiles want to see no stage that ends as root
      Instruction.user(user),
    ],
  })];
}

/** Command of the image. */
export function startedWords({ init, start }: Pick<ImagePlan, 'init' | 'start'>): string[] {
  return [...init ? ['/init'] : [], ...start.entrypoint, ...start.command];
}

/** The signal that the image is to be stopped by, where it is another one. */
function stopSignalOf({ instructions }: Stage): string | undefined {
  return instructions.flatMap(({ _model }) => _model.kind === 'word' && _model.keyword === 'STOPSIGNAL' ? [_model.value] : []).pop();
}

/** Build arguments of the stage, which a step sees as variables and the running container does not. */
function argumentsOf({ instructions }: Stage): string[] {
  return [...new Set(instructions.flatMap(({ _model }) => _model.kind === 'arg' ? [_model.name] : []))];
}
