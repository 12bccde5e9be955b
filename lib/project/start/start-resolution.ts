import { ProjectWarning } from '../model/project-warning';
import { StartCommand } from '../model/start-command';

/**
 * How an application is started, and how that was found out.
 */
export interface StartResolution {
  /** Undefined if it cannot be told. */
  readonly command?: StartCommand;
  readonly source: string;
  readonly reason: string;
  readonly warnings: readonly ProjectWarning[];
  /** True if it lacks something once development dependencies are gone. */
  readonly forDevelopment: boolean;
  /** Start of the framework in place of a script that is for development. */
  readonly instead?: StartResolution;
  /** The port that the command names. */
  readonly port?: number;
}
