import { StepFailure } from '../step';
import { tries } from '../world/tries';
import { wordsOf } from '../world/words-of';
import { World } from '../world/world';

/** Puts an object of S3, whose place is its bucket and its key. */
export async function putObject(world: World, place: string, body: Buffer | string): Promise<void> {
  try {
    await world.aws.call('s3', 'PutObject', { ...placeOf(place), Body: body });
  } catch (error) {
    throw new StepFailure(`cannot write ${place}`, wordsOf(error));
  }
}

/** Reads JSON of S3. The leave to read it may be younger than the build. */
export async function readJson(world: World, place: string): Promise<any> {
  let said = '';
  const read = await tries(world, 3, async () => {
    try {
      const { Body } = await world.aws.call('s3', 'GetObject', placeOf(place));
      return { json: JSON.parse(Buffer.from(await Body.transformToByteArray()).toString('utf8')) };
    } catch (error) {
      said = error instanceof SyntaxError ? error.message : wordsOf(error);
      return undefined;
    }
  });
  if (!read) throw new StepFailure(`cannot read ${place}`, said);
  return read.json;
}

function placeOf(place: string): { readonly Bucket: string; readonly Key: string } {
  const slash = place.indexOf('/');
  return { Bucket: place.slice(0, slash), Key: place.slice(slash + 1) };
}
