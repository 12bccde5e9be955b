/** A pipeline cannot be made of what was given. The message says what to change. */
export class PipelineError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'PipelineError';
  }
}
