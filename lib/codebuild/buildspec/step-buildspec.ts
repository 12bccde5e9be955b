import { PROGRAM_FILE, StepName, WORK_DIRECTORY } from '../../steps/step-program';
import { Buildspec, BuildspecReports } from './buildspec';

/** The variable that says where the program of the steps is: a bucket and a key. */
export const STEP_VARIABLE = 'STEP_PROGRAM';

/** Step of the program that CodeBuild runs. */
export interface StepBuild {
  readonly name: StepName;
  /** The variables that it exports. */
  readonly exports?: readonly string[];
  /** Where it leaves reports. */
  readonly reports?: BuildspecReports;
  /** Files that are handed on to the next step of a pipeline, below the source of the build. */
  readonly artifacts?: readonly string[];
}

/** Takes up variables that a step left, each of them one line; one that is not there ends the build. */
function takeUp(exported: readonly string[]): string {
  return `for v in ${exported.join(' ')}; do IFS= read -r "\${v?}" <${WORK_DIRECTORY}/exports/$v && export "\${v?}" || exit 1; done`;
}

/**
 * Fetches the program, runs a step of it, and takes up the variables that it left. These lines are all the shell that there is. They
 * begin in the directory of the source, and are in each project of a template.
 */
export function stepBuildspec({ name, exports: exported = [], reports = {}, artifacts = [] }: StepBuild): Buildspec {
  const program = `${WORK_DIRECTORY}/${PROGRAM_FILE}`;
  return {
    version: '0.2',
    env: { 'shell': 'bash', 'exported-variables': exported },
    phases: {
      install: { commands: [`aws s3 cp --only-show-errors "s3://$${STEP_VARIABLE}" ${program}`] },
      build: { commands: [`node ${program} ${name}`, ...exported.length ? [takeUp(exported)] : []] },
    },
    ...Object.keys(reports).length ? { reports } : {},
    ...artifacts.length ? { artifacts: { files: artifacts } } : {},
  };
}
