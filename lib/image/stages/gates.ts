import { From, Instruction, Mount, Stage } from '../../dockerfile/index';
import { BuildStep } from '../build-secret';
import { GateUser } from '../gate';
import { WORKDIR } from '../paths';
import { PlannedGate } from '../plan/gates';
import { ImagePlan } from '../plan/image-plan';
import { gateArguments } from './gate-arguments';
import { BUNDLE, BUNDLED, COLLECTED, FILES, REPORTED } from './modules';
import { GATE_PROGRAM } from './programs';
import { scriptCommand } from './scripts';
import { secretMounts } from './secret-mounts';
import { serviceArguments, serviceMounts } from './services';
import { START_STAGE } from './start-gate';
import { packageDirectory, preparedStage } from './workspace';

/** A gate and the stage that has its results. */
type GateStage = Pick<PlannedGate, 'gate' | 'stage'>;

/** The release with its bundles and as it was collected, and the stages that have them. */
const BUNDLE_PLACES = [[BUNDLED, BUNDLE], [COLLECTED, FILES]].map(([path, stage]) => [path.replace(/\/$/, ''), stage]);
const BUNDLE_MOUNTS = BUNDLE_PLACES.map(([path, stage]) => Mount.bind(path, path, From.stage(stage)));

/** Everything that gates the image. */
function allGates({ gates, startGate }: ImagePlan): GateStage[] {
  return [...gates, ...startGate ? [{ gate: startGate.gate, stage: START_STAGE }] : []];
}

/**
 * Copies of what each gate leaves if, and only if, it passed: an empty directory, which adds no byte. An image that has them is not
 * built unless all of them passed.
 */
export function proofs(plan: ImagePlan, directory: string): Instruction[] {
  return allGates(plan).map(({ gate, stage }) => Instruction.copy([`/passed/${gate.name}/`], directory, { link: true, from: From.stage(stage) }));
}

/** A stage for each gate, and one with what they wrote. */
export function gateStages(plan: ImagePlan): Stage[] {
  const all = allGates(plan);
  if (all.length === 0) {
    return [];
  }
  // of each gate its own directory alone: what else it left in /gates says nothing about the others
  const results = ({ gate, stage }: GateStage) => Instruction.copy([`/gates/${gate.name}/`], `/${gate.name}/`, { link: true, from: From.stage(stage) });
  return [
    ...plan.gates.map(gate => gateStage(plan, gate)),
    new Stage({
      name: 'test-report',
      comments: ['what the gates wrote: docker build --target test-report --build-arg GATE_ON_FAILURE=record --output type=local,dest=DIRECTORY .'],
      from: From.SCRATCH,
      instructions: [
        ...all.map(results),
        ...plan.bundling ? [Instruction.copy([REPORTED], '/bundling/', { link: true, from: From.stage(BUNDLE) })] : [],
      ],
    }),
  ];
}

function gateStage(plan: ImagePlan, { gate, stage, afterBuild }: PlannedGate): Stage {
  const { packageManager } = plan.project;
  const steps = gate._steps.map(({ script, command }) =>
    script === undefined ? [...command!] : scriptCommand(plan, BuildStep.GATES, packageManager.run(script)));
  // where nothing could be bundled, a warning says so, and the image is as without
  const onBundle = gate.bundled && plan.bundling !== undefined;
  return new Stage({
    name: stage,
    from: From.stage(afterBuild ? 'build' : preparedStage(plan)),
    instructions: [
      Instruction.arg('GATE_ON_FAILURE', 'fail'),
      ...plan.buildArgs.map(name => Instruction.arg(name)),
      ...Object.keys(gate.environment).length ? [Instruction.env(gate.environment)] : [],
      ...packageDirectory(plan.project),
      Instruction.run([
        ...GATE_PROGRAM.words(plan), 'run', gate.name,
        `--timeout=${gate._timeoutSeconds}`,
        ...gate.reports.map(report => `--report=${report.format}:${report.path}`),
        ...gate.user === GateUser.RELEASE ? [`--user=${plan.user}`, `--own=${WORKDIR}`] : [],
        ...onBundle ? [`--bundles=${BUNDLE_PLACES.map(([path]) => path).join(':')}:${WORKDIR}`] : [],
        ...serviceArguments(gate.services),
        ...gate.exitCodeAlone ? ['--exit-code-alone'] : [],
        '--',
        ...gateArguments(steps),
      ], {
        mounts: [
          ...GATE_PROGRAM.mounts(plan), ...onBundle ? BUNDLE_MOUNTS : [],
          ...serviceMounts(plan, stage, gate.services), ...secretMounts(plan, BuildStep.GATES),
        ],
        network: gate.network,
      }),
    ],
  });
}
