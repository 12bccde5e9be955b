import { gunzipSync, gzipSync } from 'zlib';
import { ResourceDescriptor } from '../../attestations/statement';
import { TestResult } from '../../attestations/test-result';
import { NetworkAccesses } from './network-access';

/** Evidence of the gates of an image, as its build saw them: the material of statements on the image. */
export interface Evidence {
  /** The address of the build. */
  readonly url?: string;
  /** The commit, and the address of its repository, where they are known. */
  readonly commit?: string;
  readonly source?: string;
  /** The SHA-256 of the Dockerfile. */
  readonly dockerfile: string;
  /** The programs and images that took part. */
  readonly materials: readonly ResourceDescriptor[];
  readonly gates: readonly TestResult[];
  /** Access to a network of each step of the build; builds of older versions do not say it. */
  readonly network?: NetworkAccesses;
}

/** A record of the table takes 400 kB. */
const MOST_CHARACTERS = 250_000;

/** How many tests of a gate are named where there is no room for all of them. */
const NAMED = [Infinity, 20_000, 10_000, 5_000, 2_000, 1_000, 100, 10];

/** Evidence as a text, for a record. Of more tests than there is room for, the first are named, and how many there are. */
export function packed(evidence: Evidence): string {
  let text = '';
  for (const most of NAMED) {
    text = gzipSync(JSON.stringify({ ...evidence, gates: evidence.gates.map(gate => shortened(gate, most)) })).toString('base64');
    if (text.length <= MOST_CHARACTERS) break;
  }
  return text;
}

/** Evidence in a record; undefined where that is no evidence. */
export function unpacked(text: string | undefined): Evidence | undefined {
  try {
    const evidence = JSON.parse(gunzipSync(Buffer.from(text ?? '', 'base64')).toString('utf8'));
    return typeof evidence.dockerfile === 'string' && Array.isArray(evidence.gates) && Array.isArray(evidence.materials) ? evidence : undefined;
  } catch {
    return undefined;
  }
}

function shortened(gate: TestResult, most: number): TestResult {
  return { ...gate, passedTests: first(gate.passedTests, most), warnedTests: first(gate.warnedTests, most) };
}

function first(names: readonly string[], most: number): readonly string[] {
  return names.length > most ? [...names.slice(0, most), `and ${names.length - most} more`] : names;
}
