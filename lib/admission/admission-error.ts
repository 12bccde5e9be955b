/** An admission cannot be set up as it was asked for. The message says what to change. */
export class AdmissionError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'AdmissionError';
  }
}
