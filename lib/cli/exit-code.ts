/** Exit codes of the command. */
export enum ExitCode {
  OK = 0,
  /** A gate failed, or the build. */
  FAILED = 1,
  /** The command line, an option or the project is not what it has to be. */
  USAGE = 2,
  /** No Docker engine answers. */
  NO_ENGINE = 3,
  /** All that was rehearsed passed, and something was not rehearsed. */
  PARTIAL = 4,
  /** A defect of the command itself. */
  DEFECT = 70,
  /** Ended by Ctrl-C, as shells have it. */
  INTERRUPTED = 130,
}

/** Ends the command with a sentence instead of a stack. */
export class CommandError extends Error {
  constructor(message: string, public readonly code: ExitCode = ExitCode.USAGE) {
    super(message);
    this.name = 'CommandError';
  }
}

/** Errors that say all there is to say: a stack would hide it. */
const SPOKEN = ['CommandError', 'DeliveryError', 'DockerfileError', 'ImageError', 'PipelineError', 'ProjectError'];

/** True for what is wrong with the command line or the project; else it is a defect of the library. */
export function isSpoken(error: Error): boolean {
  return SPOKEN.includes(error.name);
}
