import { Deployment } from './deployment';

/** Gives a kind of service its new image. A new kind of service is one more of them, in `deployers.ts`. */
export interface Deployer {
  /** The variables that name the service: they are never empty. */
  readonly names: readonly string[];
  /**
   * Asks the service for the image, and ends when the service runs it.
   *
   * @throws StepFailure with the reason of the service where it does not
   */
  deploy(deployment: Deployment): Promise<void>;
}
