import { instanceOf } from '../../props/index';

/** Where the Dockerfile of a pipeline comes from. */
export class DockerfileOrigin {
  /**
   * It is made at synthesis, and part of what is deployed: no push changes how the image is made. A push that it no longer
   * fits, such as one with another start script or package manager, fails before anything is built, with a message that
   * says what changed; then the stack is synthesized and deployed again. What installs other versions still fits.
   *
   * For teams that review changes of the infrastructure apart from those of the application.
   */
  public static readonly PINNED = new DockerfileOrigin('pinned');

  /**
   * It is made anew from every push, by the same rules and the same props, so that a push may change how the image is
   * made. The project need not be on disk at synthesis.
   *
   * For a stack that lies in another repository than the application, or where nobody should have to deploy the
   * pipeline because a script was renamed.
   */
  public static readonly REGENERATED = new DockerfileOrigin('regenerated');

  private constructor(
    /** Name. */
    public readonly name: string) {
  }
}

export const DOCKERFILE_ORIGIN = instanceOf('DockerfileOrigin', () => DockerfileOrigin, {
  example: 'DockerfileOrigin.PINNED',
  instead: value => String(value).toLowerCase() === 'regenerated' ? 'DockerfileOrigin.REGENERATED' : undefined,
});
