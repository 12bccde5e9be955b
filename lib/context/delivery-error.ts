/** Thrown for what cannot be delivered. The message shows the value received and the prop or file to change. */
export class DeliveryError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'DeliveryError';
  }
}
