/** Command as a middleware of the SDK meets it, as far as it is used here. */
interface Command {
  readonly middlewareStack: { add(middleware: (next: (args: any) => Promise<any>) => (args: any) => Promise<any>, options: object): void };
}

/** A text, of whatever kind the body of an answer is. */
async function textOf(body: any): Promise<string> {
  if (body === undefined) return '';
  const chunks: Buffer[] = [];
  for await (const chunk of body) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString('utf8');
}

/**
 * Has a command of a service that speaks JSON hand on what it is given, and give what is answered, as they are. The SDK leaves
 * out what its version does not know: where an answer becomes the input of another call, that would be lost.
 *
 * @returns Gives the answer, once the command was sent.
 */
export function verbatim(command: Command, input: object): () => object {
  let answered = '';
  command.middlewareStack.add(next => args => {
    args.request.body = JSON.stringify(input);
    return next(args);
  }, { step: 'build', priority: 'high', name: 'verbatimInput' });
  command.middlewareStack.add(next => async args => {
    const result = await next(args);
    const { response } = result;
    answered = await textOf(response.body);
    response.body = Buffer.from(answered);
    return result;
  }, { step: 'deserialize', priority: 'low', name: 'verbatimAnswer' });
  return () => JSON.parse(answered);
}
