import { From, Mount, Stage } from '../../dockerfile/index';
import { programText } from '../../programs/program-text';
import { SUPPORT_DIRECTORY } from '../paths';
import { ProgramsPlan } from '../plan/programs';

export { programFiles } from '../../programs/program-text';

/** The stage with the Node.js that runs the programs, where that of the project is too old. */
const PROGRAMS = 'programs';

/** Where a step of the build sees that Node.js. It is on no search path: what a gate runs is run by the project's. */
const NODE = '/node-of-programs';

/** Plan of an image, as far as it says who runs programs. */
interface WithPrograms {
  readonly programs: ProgramsPlan;
}

/** A program of ours. One that a step of the build runs is mounted while the step runs, so no layer holds it. */
class Program {
  /** The path in the build context. */
  public readonly source: string;
  /** The path where the step sees it. */
  public readonly target: string;

  constructor(name: string, private readonly write: () => string) {
    this.source = `${SUPPORT_DIRECTORY}/${name}`;
    this.target = `/${name}`;
  }

  public get text(): string {
    return this.write();
  }

  /** The words by which a step of the build runs it. */
  public words({ programs }: WithPrograms): string[] {
    return [programs.image === undefined ? 'node' : NODE, this.target];
  }

  /** Mounts of that step. */
  public mounts({ programs }: WithPrograms): Mount[] {
    return [
      Mount.bind(this.source, this.target),
      ...programs.image === undefined ? [] : [Mount.bind('/usr/local/bin/node', NODE, From.stage(PROGRAMS))],
    ];
  }
}

/** Stage whose Node.js runs the programs, where that is not the Node.js of the project. */
export function programsStage({ programs: { image } }: WithPrograms): Stage[] {
  return image === undefined ? [] : [new Stage({
    name: PROGRAMS,
    comments: ['its Node.js judges gates and collects the release: that of the project is too old for it'],
    from: From.argument('NODE_PROGRAMS_IMAGE', image),
  })];
}

/** Runs gates and judges them. */
export const GATE_PROGRAM = new Program('gate.mjs', () => programText('gate'));

/** Decides about the files of the release, and collects them. */
export const COLLECT_PROGRAM = new Program('collect.mjs', () => programText('collect'));

/** Bundles the application, and leaves outside what is in doubt. */
export const BUNDLING_PROGRAM = new Program('bundling.mjs', () => programText('bundling'));

/** Takes out of installed dependencies what nothing loads. */
export const PRUNE_PROGRAM = new Program('prune.mjs', () => programText('prune'));

/** Starts the image in its build. */
export const START_PROGRAM = new Program('start.mjs', () => programText('start'));

/** Prepares and follows an install in a monorepo. */
export const WORKSPACE_PROGRAM = new Program('workspace.mjs', () => programText('workspace'));

/** Runs the scripts of dependencies. */
export const SCRIPTS_PROGRAM = new Program('scripts.mjs', () => programText('scripts'));

/** Serves files for browsers, in an image that has no other program to do it. */
export const STATIC_PROGRAM = new Program('static.mjs', () => programText('static'));
