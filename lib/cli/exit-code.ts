/** Exit codes of the command. */
export enum ExitCode {
  OK = 0,
  /** A gate failed, or the build. */
  FAILED = 1,
  /** The command line, an option or the project is not what it has to be. */
  USAGE = 2,
  /** No Docker engine answers. */
  NO_ENGINE = 3,
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
