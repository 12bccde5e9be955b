import { createHash } from 'crypto';

/** Event that the provider framework hands to both functions: CloudFormation's event, and what `onEvent` answered. */
export interface ResourceEvent {
  readonly RequestType: 'Create' | 'Update' | 'Delete';
  readonly StackId: string;
  readonly RequestId: string;
  readonly LogicalResourceId: string;
  readonly PhysicalResourceId?: string;
  readonly ResourceProperties: Record<string, unknown>;
  readonly OldResourceProperties?: Record<string, unknown>;
  /** When the first function was called, as it answered. */
  readonly RequestedAt?: number;
}

/** Answer of `onEvent`. */
export interface OnEventAnswer {
  readonly PhysicalResourceId: string;
  /** Milliseconds since 1970. */
  readonly RequestedAt: number;
}

/** Answer of `isComplete`. */
export interface IsCompleteAnswer {
  readonly IsComplete: boolean;
  readonly Data?: { readonly ContentTag: string; readonly DigestHex: string };
}

/**
 * A name of the resource that stays as it is from its creation to its end. Every build carries it, so that the builds
 * of a resource are found when it is updated or deleted, whatever came of its creation.
 */
export function resourceIdOf(event: ResourceEvent): string {
  return `nodejs-image-${sha256(JSON.stringify([event.StackId, event.LogicalResourceId])).slice(0, 32)}`;
}

/** The SHA-256 of a text, in hexadecimal digits. */
export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
