/**
 * A project that cannot be read, contradicts itself, or asks for something that is not supported.
 *
 * The message shows the value received and names the file or the prop to change.
 * Reading a directory throws nothing else.
 */
export class ProjectError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'ProjectError';
  }
}
