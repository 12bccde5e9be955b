import { StepFailure } from '../step';

/** Reason why something was not done for an image. */
export interface Failure {
  readonly name: string;
  readonly reason: string;
}

/** Runs what may fail for one image and leaves the others alone. */
export function attempts(failures: Failure[]) {
  return async (name: string, work: () => Promise<void>): Promise<void> => {
    try {
      await work();
    } catch (error) {
      if (!(error instanceof StepFailure)) throw error;
      failures.push({ name, reason: error.reason });
    }
  };
}
