import { parseJsonWithComments } from '../../text/json/parse-json';
import { Leaf, leavesOf } from '../../text/settings/leaves';
import { secretContents } from '../secret-contents';
import { secretInAddresses } from './address';
import { HardCodedSecret } from './settings';
import { secretInScript, secretInWords } from './words';

/** The fields of `package.json` whose values are fetched from where they say. */
const FETCHED = /^(?:.*[dD]ependencies|resolutions|overrides|catalogs?|workspaces|pnpm|publishConfig|repository|packageManager)$/;

/** The first secret that is written out in a `package.json`, undefined where there is none. */
export function secretInManifest(text: string): HardCodedSecret | undefined {
  return firstOf(leaves(text), ({ keys: [field, ...keys], value }) => field === 'scripts'
    ? secretInScript(value)
    : first([value, ...keys], each => FETCHED.test(field) ? inLock(each) : secretInWords(each)));
}

/** The first secret that is written out in a lockfile: addresses may lie in keys, and keys may be lines. */
export function secretInLockfile(text: string): HardCodedSecret | undefined {
  const what = inLock(text);
  if (what !== undefined) {
    const lines = text.split('\n');
    const line = lines.findIndex(each => inLock(each) !== undefined);
    return { what, line: line < 0 ? undefined : line + 1 };
  }
  return undefined;
}

/** The same where it is JSON, in which characters may be escaped. */
export function secretInJsonLockfile(text: string): HardCodedSecret | undefined {
  if (inLock(text) === undefined && !/\\[/u]/.test(text)) return undefined;
  return firstOf(leaves(text), ({ keys, value }) => first([value, ...keys], inLock)) ?? secretInLockfile(text);
}

function inLock(text: string): string | undefined {
  return secretContents(text) ?? secretInAddresses(text, true);
}

function leaves(text: string): Leaf[] {
  try {
    return leavesOf(parseJsonWithComments(text, ''));
  } catch {
    // whoever reads it says what is wrong with it
    return [];
  }
}

function firstOf(all: readonly Leaf[], judge: (leaf: Leaf) => string | undefined): HardCodedSecret | undefined {
  for (const leaf of all) {
    const what = judge(leaf);
    if (what !== undefined) return { what, key: leaf.keys.join('.') };
  }
  return undefined;
}

function first(texts: readonly string[], judge: (text: string) => string | undefined): string | undefined {
  return texts.map(judge).find(what => what !== undefined);
}
