import { StepFailure } from '../step';

/**
 * The body of an answer.
 *
 * @param most Bytes that it may have. What is longer is not read to its end: who may push could fill the memory of who reads.
 * @throws StepFailure if it is longer
 */
export async function boundedBody(response: Response, most = Infinity): Promise<Buffer> {
  if (most === Infinity || response.body === null) return Buffer.from(await response.arrayBuffer());
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of response.body) {
    length += part.length;
    if (length > most) throw new StepFailure(`the registry gave more than ${most} bytes where so much is never needed: ${response.url}`);
    parts.push(part);
  }
  return Buffer.concat(parts);
}
