import { StepFailure } from '../step';
import { required } from '../world/variables';
import { World } from '../world/world';
import { keyOf, records } from './records';

/** Where a build that holds a tag is killed, the tag is free again after an hour. */
const HELD = 3600; // seconds

/** Has a tag that moves, unless a build that began later has had it. */
export async function lead(world: World, tag: string, digest: string, began: string): Promise<boolean> {
  return await records(world, 'PutItem', {
    Item: { ...keyOf(world, ' tags', tag), Digest: { S: digest }, Began: { N: began } },
    ConditionExpression: 'attribute_not_exists(Began) OR Began <= :began',
    ExpressionAttributeValues: { ':began': { N: began } },
  }) !== undefined;
}

/** Keeps others from putting a fixed tag while something is done. */
export async function holding(world: World, tag: string, digest: string, work: () => Promise<void>): Promise<void> {
  await hold(world, tag, digest);
  try {
    await work();
  } catch (error) {
    // what went wrong first is what is told
    await letGo(world, tag, digest).catch(() => undefined);
    throw error;
  }
  await letGo(world, tag, digest);
}

async function hold(world: World, tag: string, digest: string): Promise<void> {
  const now = Math.floor(world.now() / 1000);
  const held = await records(world, 'PutItem', {
    Item: { ...keyOf(world, ' tags', tag), Digest: { S: digest }, Held: { N: String(now) } },
    ConditionExpression: 'attribute_not_exists(Held) OR Held < :old OR Digest = :digest',
    ExpressionAttributeValues: { ':digest': { S: digest }, ':old': { N: String(now - HELD) } },
  });
  if (held === undefined) {
    throw new StepFailure(`another build is putting the tag ${tag} of ${required(world, 'REPOSITORY')} on another image: the tag is that of the first`);
  }
}

async function letGo(world: World, tag: string, digest: string): Promise<void> {
  await records(world, 'DeleteItem', {
    Key: keyOf(world, ' tags', tag),
    ConditionExpression: 'Digest = :digest',
    ExpressionAttributeValues: { ':digest': { S: digest } },
  });
}
