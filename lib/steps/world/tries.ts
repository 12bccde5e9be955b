import { World } from './world';

/** Tries until something comes of it, and waits longer each time: 2 seconds, 4, 8, 16. Gives nothing where nothing does. */
export async function tries<T>(world: World, most: number, attempt: (number: number) => Promise<T | undefined>): Promise<T | undefined> {
  for (let number = 1; number <= most; number++) {
    if (number > 1) await world.pause(2 ** (number - 1));
    const result = await attempt(number);
    if (result !== undefined) return result;
  }
  return undefined;
}
