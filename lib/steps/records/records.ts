import { digestOf } from '../registry/digest-of';
import { isDigest } from '../registry/sha256';
import { StepFailure } from '../step';
import { AwsError } from '../world/aws';
import { given, required } from '../world/variables';
import { wordsOf } from '../world/words-of';
import { World } from '../world/world';

/*
 * What builds recorded, in a table that nobody else may write to. Whoever may push to the repository can put any image under
 * any tag, so that a tag shows nothing. One part of the table has the images of contents, another (" tags") who has which tag.
 */

/** A part of the table, as it is named behind the repository. */
export type Part = '' | ' tags';

/** Condition of a write. */
export interface Condition {
  readonly ConditionExpression: string;
  readonly ExpressionAttributeValues: object;
}

/** A call to the table; nothing where the condition of the call does not hold. */
export async function records(world: World, operation: string, input: object): Promise<any> {
  const table = required(world, 'RECORDS');
  try {
    return await world.aws.call('dynamodb', operation, { TableName: table, ...input });
  } catch (error) {
    if (error instanceof AwsError && error.code === 'ConditionalCheckFailedException') return undefined;
    throw new StepFailure(`cannot reach the table ${table}, where builds record their images`, wordsOf(error));
  }
}

/** The key of a record. */
export function keyOf(world: World, part: Part, tag: string): { readonly [attribute: string]: { readonly S: string } } {
  const repository = required(world, 'REPOSITORY');
  return { Repository: { S: `${repository.slice(repository.indexOf('/') + 1)}${part}` }, Tag: { S: tag } };
}

/** A value of a record, or nothing. */
export async function recorded(world: World, part: Part, tag: string, name: string): Promise<string | undefined> {
  const answer = await records(world, 'GetItem', { Key: keyOf(world, part, tag), ConsistentRead: true });
  const attribute = answer?.Item?.[name];
  return (attribute?.S ?? attribute?.N) || undefined;
}

/** The digest of the image that a build recorded for a tag, if it is still in the repository. */
export async function ours(world: World, tag: string): Promise<string | undefined> {
  const digest = await recorded(world, '', tag, 'Digest');
  if (digest === undefined) return undefined;
  if (!isDigest(digest)) throw new StepFailure(`the record of ${tag} in the table ${given(world, 'RECORDS')} holds no digest, but "${digest}"`);
  return digestOf(world, `${required(world, 'REPOSITORY')}@${digest}`);
}

/** Record of an image that a build has made. */
export interface Made {
  readonly digest: string;
  /** The build, and when it began and ended: `ARN|STARTED|FINISHED`. */
  readonly built: string;
  /** Evidence of the gates of the image, packed; nothing where it ran none. */
  readonly evidence?: string;
}

/** Records what a build has made, and by which build. Gives whether the condition held. */
export async function note(world: World, tag: string, { digest, built, evidence }: Made, condition?: Condition): Promise<boolean> {
  const item = { ...keyOf(world, '', tag), Digest: { S: digest }, Built: { S: built }, ...evidence ? { Evidence: { S: evidence } } : {} };
  return await records(world, 'PutItem', { Item: item, ...condition }) !== undefined;
}

/**
 * Records an image: of two builds of one content the first has it; the other is told so. What a build saw is recorded with the
 * image that it made by the same write: no other image ever has it.
 */
export async function record(world: World, tag: string, made: Made): Promise<boolean> {
  const { digest } = made;
  const before = (await recorded(world, '', tag, 'Digest'))?.replace(/[^a-z0-9:]/g, '');
  if (before && before !== digest && await digestOf(world, `${required(world, 'REPOSITORY')}@${before}`) !== undefined) return false;
  return note(world, tag, made, {
    ConditionExpression: 'attribute_not_exists(Digest) OR Digest IN (:before, :digest)',
    ExpressionAttributeValues: { ':before': { S: before || 'none' }, ':digest': { S: digest } },
  });
}

/** The whole record of a tag; nothing where there is none. */
export async function recordOf(world: World, tag: string): Promise<Made | undefined> {
  const { Digest, Built, Evidence } = (await records(world, 'GetItem', { Key: keyOf(world, '', tag), ConsistentRead: true }))?.Item ?? {};
  return isDigest(Digest?.S) ? { digest: Digest.S, built: Built?.S ?? '', evidence: Evidence?.S } : undefined;
}
