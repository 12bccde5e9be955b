/** How a service says that it does not do what it is asked. */
export class Refusal extends Error {
  constructor(public readonly code: string, message: string) {
    super(message);
  }
}
