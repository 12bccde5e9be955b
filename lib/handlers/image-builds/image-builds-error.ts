/** Thrown where an image cannot be brought to its repository. The message becomes CloudFormation's reason. */
export class ImageBuildsError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'ImageBuildsError';
    // The framework puts the stack after the message: the lines of the message would be there twice.
    this.stack = this.name;
  }
}
