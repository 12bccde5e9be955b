import { ContextFile } from './context-file';
import { INIT_BINARIES } from './init/init-binaries';
import { SUPPORT_DIRECTORY } from './paths';
import { ImagePlan } from './plan/image-plan';
import { ENTER_BINARIES } from './service/enter-binaries';
import { usesScriptsProgram } from './stages/install-steps';
import { modulesStages } from './stages/modules';
import {
  BUNDLING_PROGRAM, COLLECT_PROGRAM, GATE_PROGRAM, PRUNE_PROGRAM, SCRIPTS_PROGRAM, START_PROGRAM, STATIC_PROGRAM, WORKSPACE_PROGRAM,
} from './stages/programs';
import { serviceFiles } from './stages/services';
import { gatheredPackages, packagesToBuild } from './stages/workspace';

/** The files of ours that the stages of a plan use. */
export function contextFiles(plan: ImagePlan): ContextFile[] {
  const programs = [
    ...plan.gates.length || plan.startGate || (!plan.buildNetwork && (plan.build || packagesToBuild(plan.project).length)) ? [GATE_PROGRAM] : [],
    ...plan.startGate ? [START_PROGRAM] : [],
    COLLECT_PROGRAM,
    ...plan.bundling ? [BUNDLING_PROGRAM] : [],
    ...usesScriptsProgram(plan) ? [SCRIPTS_PROGRAM] : [],
    ...plan.project.workspace || gatheredPackages(plan.project).length ? [WORKSPACE_PROGRAM] : [],
    ...modulesStages(plan).length ? [PRUNE_PROGRAM] : [],
    ...plan.start.servesFiles ? [STATIC_PROGRAM] : [],
  ];
  return [
    ...programs.map(({ source, text }) => ({ path: source, contentBase64: base64(text) })),
    ...plan.services.length ? Object.entries(ENTER_BINARIES).map(([arch, binary]) => ({ path: `${SUPPORT_DIRECTORY}/enter-${arch}`, contentBase64: binary })) : [],
    ...serviceFiles(plan),
    ...plan.init ? Object.entries(INIT_BINARIES).map(([arch, binary]) => ({ path: `${SUPPORT_DIRECTORY}/init-${arch}`, contentBase64: binary })) : [],
  ];
}

const ENCODED = new Map<string, string>();

/** The same few texts stand in every context. */
function base64(text: string): string {
  const known = ENCODED.get(text) ?? Buffer.from(text).toString('base64');
  ENCODED.set(text, known);
  return known;
}
