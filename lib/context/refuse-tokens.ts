import { Token } from 'aws-cdk-lib';
import { DeliveryError } from './delivery-error';

/**
 * Refuses a value that is known only while deploying: the Dockerfile is text that is written now.
 *
 * @param value Options, searched to their leaves.
 * @param path The name of the prop, for the message.
 */
export function refuseTokens(value: unknown, path = ''): void {
  search(value, path, new Set());
}

function search(value: unknown, path: string, seen: Set<unknown>): void {
  if (typeof value === 'string' || typeof value === 'number' || Array.isArray(value)) {
    refuse(value, path);
  }
  if (typeof value !== 'object' || value === null || seen.has(value)) {
    return;
  }
  seen.add(value);
  if (Token.isUnresolved(value)) {
    refuse(value, path);
  }
  for (const [key, item] of Object.entries(value)) {
    refuse(key, path);
    search(item, Array.isArray(value) ? `${path}[${key}]` : path === '' ? key : `${path}.${key}`, seen);
  }
}

function refuse(value: unknown, path: string): void {
  if (Token.isUnresolved(value)) {
    throw new DeliveryError(`the prop "${path}" holds a token (${JSON.stringify(value)}), whose value is known only while deploying, `
      + 'but the Dockerfile is written now; give the value to the running container instead, or to the build by its environment');
  }
}
