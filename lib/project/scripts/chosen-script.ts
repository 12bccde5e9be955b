import { Manifest, scriptOf } from '../manifest/manifest';

/** Script that is chosen where a program chooses by `NODE_ENV`, and why. */
export interface ChosenScript {
  readonly text: string;
  readonly reason: string;
}

const IS_PRODUCTION = /^if-env\s+NODE_ENV=(\w+)\s*(?:\?\?\s*|&&\s*)([^|&;]+?)\s*\|\|\s*([^|&;]+)$/;
const BY_NAME = /^per-env(?=$|\s+--\s+)/;

/**
 * Script that runs in an image, which is for production, where a program chooses between scripts; undefined where none does.
 *
 * @param name the name of the script
 * @see https://github.com/ericclemmons/if-env, https://github.com/ericclemmons/per-env
 */
export function chosenScript(manifest: Manifest | undefined, name: string | undefined, text: string): ChosenScript | undefined {
  const [, environment, then, otherwise] = IS_PRODUCTION.exec(text.trim()) ?? [];
  if (environment !== undefined) return { text: environment === 'production' ? then : otherwise, reason: 'if-env is left out: the image is for production' };
  const own = `${name}:production`;
  const isByName = manifest !== undefined && BY_NAME.test(text.trim()) && scriptOf(manifest, own) !== undefined;
  return isByName ? { text: text.trim().replace(BY_NAME, `npm run ${own}`), reason: 'per-env is left out: the image is for production' } : undefined;
}
