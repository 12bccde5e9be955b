/** Thrown for options that give no image. The message shows the value received and the prop to change. */
export class ImageError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'ImageError';
  }
}
