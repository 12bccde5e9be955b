import { records } from '../records/records';
import { RELEASED } from '../step-program';
import { World } from '../world/world';

/** The marks of what is released, by the names of the images: one look for all of them. */
export async function releasedMarks(world: World): Promise<{ [name: string]: string }> {
  const marks: Record<string, string> = {};
  let from: object | undefined;
  do {
    const { Items = [], LastEvaluatedKey } = await records(world, 'Query', {
      KeyConditionExpression: 'Repository = :released',
      ExpressionAttributeValues: { ':released': { S: RELEASED } },
      ConsistentRead: true,
      ...from ? { ExclusiveStartKey: from } : {},
    });
    Items.forEach(({ Tag, Mark }: any) => marks[Tag.S] = Mark?.S ?? '');
    from = LastEvaluatedKey;
  } while (from);
  return marks;
}

/** Record of an image that is released. */
export interface ReleasedImage {
  readonly name: string;
  readonly mark: string;
  readonly digest: string;
  /** When the execution began, in milliseconds since 1970. */
  readonly began: string;
}

/** Notes that an image is released, unless a later execution has released another content of it. */
export async function noteReleased(world: World, { name, mark, digest, began }: ReleasedImage): Promise<void> {
  await records(world, 'PutItem', {
    Item: { Repository: { S: RELEASED }, Tag: { S: name }, Mark: { S: mark }, Digest: { S: digest }, Began: { N: began } },
    ConditionExpression: 'attribute_not_exists(Began) OR Began <= :began',
    ExpressionAttributeValues: { ':began': { N: began } },
  });
}
