import { Mount } from '../../dockerfile/index';
import { programText } from '../../programs/program-text';
import { SUPPORT_DIRECTORY } from '../paths';

export { programFiles } from '../../programs/program-text';

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

  public get mount(): Mount {
    return Mount.bind(this.source, this.target);
  }
}

/** Runs gates and judges them. */
export const GATE_PROGRAM = new Program('gate.mjs', () => programText('gate'));

/** Decides about the files of the release, and collects them. */
export const COLLECT_PROGRAM = new Program('collect.mjs', () => programText('collect'));

/** Takes out of installed dependencies what nothing loads. */
export const PRUNE_PROGRAM = new Program('prune.mjs', () => programText('prune'));

/** Starts the image in its build. */
export const START_PROGRAM = new Program('start.mjs', () => programText('start'));

/** Prepares and follows an install in a monorepo. */
export const WORKSPACE_PROGRAM = new Program('workspace.mjs', () => programText('workspace'));

/** Serves files for browsers, in an image that has no other program to do it. */
export const STATIC_PROGRAM = new Program('static.mjs', () => programText('static'));
