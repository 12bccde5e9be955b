import * as fs from 'fs';
import * as path from 'path';
import * as fc from 'fast-check';
import { PROVENANCE_TYPE, SIGN_TYPE, SUMMARY_TYPE, TEST_RESULT_TYPE } from '../../../lib/attestations/predicate-types';
import { parseTestResult } from '../../../lib/attestations/test-result';
import { parseVerificationSummary } from '../../../lib/attestations/verification-summary';
import { attest } from '../../../lib/steps/attest/attest';
import { build } from '../../../lib/steps/build/build-image';
import { publish } from '../../../lib/steps/publish/publish';
import { Step } from '../../../lib/steps/step';
import { holdsLater } from '../../property';
import { temporaryDirectory } from '../../temporary';
import { Faults, Outcome, OTHER_KEY_ARN, SimulatedAccount } from './simulated-account';

/*
 * Random orders of what can go wrong between the gates of a build and the statements on its image: the steps are the real ones, the
 * registry, the table, the key and the builder are in memory. After each order everything that is signed with our key is held to
 * what happened. PROPERTY_TIMES=100 runs 10,000 orders.
 */

const OUTCOMES: readonly Outcome[] = ['passes', 'passes', 'passes', 'passes', 'passes', 'fails', 'tests nothing', 'ignores a failure', 'leaves no report', 'is skipped'];
const GATES = ['test', 'start'];

/** One run of a pipeline. */
interface Run {
  readonly content: number;
  /** What each gate does, by platform. */
  readonly outcomes: readonly (readonly Outcome[])[];
  readonly unproven: boolean;
  readonly reproducible: boolean;
  /** Whether another build of the same content goes on at the same time. */
  readonly race: boolean;
  readonly record: boolean;
  readonly faults: { readonly build: Faults; readonly index: Faults; readonly attest: Faults };
  readonly scanned: boolean;
  /** What somebody does before the statements are made who may push, or what the registry does. */
  readonly before: 'nothing' | 'expires' | 'replays' | 'signs with another key' | 'moves the tag';
  /** Whether the failed step is run again without faults. */
  readonly again: boolean;
}

const outcome = fc.constantFrom(...OUTCOMES);
const fault: fc.Arbitrary<Faults> = fc.option(fc.record({ what: fc.constantFrom('request' as const, 'table' as const, 'kms' as const, 'push' as const, 'docker' as const), at: fc.nat(12) }), { freq: 3 })
  .map(refused => refused === null ? {} : { refused });
const run: fc.Arbitrary<Run> = fc.record({
  content: fc.nat(1),
  outcomes: fc.array(fc.tuple(outcome, outcome), { minLength: 2, maxLength: 2 }),
  unproven: fc.integer({ min: 0, max: 9 }).map(number => number === 0),
  reproducible: fc.boolean(),
  race: fc.integer({ min: 0, max: 4 }).map(number => number === 0),
  record: fc.integer({ min: 0, max: 4 }).map(number => number === 0),
  faults: fc.record({ build: fault, index: fault, attest: fault }),
  scanned: fc.boolean(),
  before: fc.constantFrom('nothing', 'nothing', 'nothing', 'expires', 'replays', 'signs with another key', 'moves the tag'),
  again: fc.boolean(),
});

const counts = { passed: 0, warned: 0, summaries: 0, orders: 0 };

/** Runs a step; nothing where it fails. */
async function tried(step: Step, world: Parameters<Step>[0]): Promise<Awaited<ReturnType<Step>> | undefined> {
  try {
    return await step(world);
  } catch {
    return undefined;
  }
}

class Order {
  private readonly account: SimulatedAccount;
  private number = 0;
  private readonly scanned = new Set<string>();

  constructor(directory: string, private readonly platforms: readonly string[]) {
    this.account = new SimulatedAccount(directory);
  }

  public async run(one: Run): Promise<void> {
    const commit = String(this.number++).padStart(40, 'c');
    const known = { CONTENT_TAG: String(one.content).padEnd(32, '0'), SOURCE_VERSION: commit, SOURCE_COMMIT: commit, GATES: JSON.stringify(GATES), PLATFORM: 'linux/amd64' };
    const several = this.platforms.length > 1;
    const builds = [];
    for (const [index, suffix] of this.platforms.entries()) {
      const outcomes = Object.fromEntries(GATES.map((gate, number) => [gate, one.outcomes[index][number]]));
      const variables = { ...known, TAG_SUFFIX: suffix, UNPROVEN_GATES: JSON.stringify(one.unproven ? ['test'] : []), BUILD_ARGS: one.record ? '{"GATE_ON_FAILURE":"record"}' : '{}' };
      const happening = { commit, unproven: one.unproven ? ['test'] : [], reproducible: one.reproducible };
      const begin = (faults: Faults, truth: typeof outcomes) =>
        tried(build, this.account.world(variables, faults, { ...happening, outcomes: truth }));
      // of two that go on at once one passes all of its gates
      const passing = Object.fromEntries(GATES.map(gate => [gate, 'passes' as const]));
      builds.push(await Promise.all([begin(one.faults.build, outcomes), ...one.race ? [begin({}, passing)] : []]));
    }
    const made = builds.map(results => results.find(result => result?.IMAGE_DIGEST)?.IMAGE_DIGEST);
    if (made.some(digest => digest === undefined)) return;
    const joined = { ...known, SOURCE_SUFFIXES: JSON.stringify(this.platforms) };
    const index = several ? await tried(publish, this.account.world(joined, one.faults.index)) : { IMAGE_DIGEST: made[0]! };
    if (!index?.IMAGE_DIGEST) return;
    const digest = index.IMAGE_DIGEST;
    if (one.scanned) this.scanned.add(digest);
    const signing = { ...known, IMAGE_DIGEST: digest, PLATFORM_SUFFIXES: several ? this.platforms.join(',') : '', SCANNED: one.scanned ? 'inspector' : '' };
    await this.before(one.before, digest, signing);
    const done = await tried(attest, this.account.world(signing, one.faults.attest));
    if (!done && one.again) await tried(attest, this.account.world(signing));
  }

  private async before(what: Run['before'], digest: string, variables: Record<string, string>): Promise<void> {
    const others = [...this.account.truth.keys()].filter(other => other !== digest);
    if (what === 'expires' && others.length > 0) this.account.expire(others[0]);
    if (what === 'replays') others.forEach(other => this.account.replay(other, digest));
    if (what === 'signs with another key') await tried(attest, this.account.world({ ...variables, KEY_ARN: OTHER_KEY_ARN }));
    if (what === 'moves the tag') [...this.account.tags.keys()].forEach(tag => this.account.tags.set(tag, others[0] ?? digest));
  }

  /** Holds all that is signed to what happened. */
  public check(): void {
    for (const { subjects, type, predicate, attachedTo } of this.account.statements() as any[]) {
      const images: string[] = subjects.filter((subject: any) => subject.digest.sha256).map((subject: any) => `sha256:${subject.digest.sha256}`);
      // what was replayed is of other images, which whoever verifies sees
      if (!images.includes(attachedTo)) continue;
      const parts = [...new Set(images.flatMap(image => this.account.platforms(image)))];
      /** Of each image one of the builds that made it. */
      const inEach = (gates: readonly string[]) => parts.every(part => (this.account.truth.get(part) ?? [])
        .some(({ outcomes, unproven }) => gates.every(gate => outcomes[gate] === 'passes' && !unproven.includes(gate))));
      if (type === TEST_RESULT_TYPE) {
        const { gate, result, passedTests } = parseTestResult(predicate)!;
        if (result === 'PASSED') {
          counts.passed++;
          expect(inEach([gate])).toBe(true);
          expect(passedTests).toEqual([`run ${gate}`]);
        } else {
          counts.warned++;
        }
        const commits = subjects.flatMap((subject: any) => subject.digest.gitCommit ?? []);
        expect(commits.length).toBeGreaterThan(0);
        const tested = parts.flatMap(part => this.account.truth.get(part)!.map(truth => truth.commit));
        expect(tested).toEqual(expect.arrayContaining(commits));
      } else if (type === SUMMARY_TYPE) {
        const { passed, scan, gates } = parseVerificationSummary(predicate)!;
        expect(Object.keys(gates)).toEqual(GATES);
        if (passed) {
          counts.summaries++;
          expect(inEach(GATES)).toBe(true);
        }
        if (scan) expect(images.some(image => this.scanned.has(image))).toBe(true);
      } else {
        expect([PROVENANCE_TYPE, SIGN_TYPE]).toContain(type);
      }
      // no image is named that did not pass the exit codes of its gates
      expect(parts.every(part => this.account.truth.get(part)!.every(({ outcomes }) => !Object.values(outcomes).some(one => one === 'fails' || one === 'is skipped')))).toBe(true);
    }
  }
}

/** Where the files of steps are: in memory, where that can be, for on a disk they take longer than all else. */
const directories = fs.existsSync('/dev/shm') ? '/dev/shm' : temporaryDirectory();

async function order(runs: readonly Run[], platforms: readonly string[]): Promise<void> {
  const directory = fs.mkdtempSync(path.join(directories, 'orders-'));
  try {
    const simulated = new Order(directory, platforms);
    for (const one of runs) await simulated.run(one);
    simulated.check();
    counts.orders++;
  } finally {
    fs.rmSync(directory, { recursive: true, force: true });
  }
}

test('no statement is false, in whatever order things go wrong', async () => {
  await holdsLater(fc.asyncProperty(fc.array(run, { minLength: 1, maxLength: 3 }), fc.constantFrom([''], ['-amd64', '-arm64']), order));

  // and it is not that nothing is stated
  expect(counts.passed).toBeGreaterThan(counts.orders / 10);
  expect(counts.warned).toBeGreaterThan(0);
  expect(counts.summaries).toBeGreaterThan(counts.orders / 20);
}, 3_600_000);
