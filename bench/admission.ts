/**
 * Measures how long it takes until ECS has an answer of the function that it asks: `npm run bench:admission -- [times] [images] [seed]`.
 * It is the function as it runs in AWS, but for the calls of ECS, ECR and KMS, which answer at once, against the registry of the engine. No
 * other network is there. Of so many images each has something changed, and is to be refused.
 */
import { NOISE } from '../test/attestations/admission/mutations';
import { NOW, release } from '../test/attestations/admission/release';
import { AdmissionRegistry, GATES } from '../test/deploy/admission-registry';
import { askAbout, Asked } from '../test/deploy/images-to-admit';

const [times, images, seed] = [process.argv[2] ?? 300, process.argv[3] ?? 1000, process.argv[4] ?? Math.floor(Math.random() * 1e9)].map(Number);
const shown = (milliseconds: number) => `${milliseconds.toFixed(0)} ms`;

async function measure(registry: AdmissionRegistry, name: string, drafts: (digest: string) => ReturnType<typeof release>): Promise<void> {
  const repository = registry.repository(name);
  const digest = await registry.push(repository, name);
  const given = drafts(digest);
  await registry.attach(repository, digest, given);
  const took: number[] = [];
  const statuses = new Set<string>();
  for (let time = 0; time < times; time++) {
    const began = performance.now();
    statuses.add((await registry.ask(repository, digest)).hookStatus);
    took.push(performance.now() - began);
  }
  console.log(`${name.padEnd(10)} ${String(given.length).padStart(3)} statements  ${[...statuses].join()}  ${spread(took)}`);
}

async function measureImages(registry: AdmissionRegistry): Promise<void> {
  const asked = await askAbout(registry, images, seed);
  const told = (title: string, some: Asked[]) => console.log(
    `${title.padEnd(10)} ${some.filter(({ admitted }) => admitted).length} admitted, ${some.filter(({ admitted }) => !admitted).length} refused  ${spread(some.map(({ milliseconds }) => milliseconds))}`,
  );
  console.log(`seed ${seed}`);
  told('changed', asked.filter(({ changed }) => changed !== undefined));
  told('unchanged', asked.filter(({ changed }) => changed === undefined));
  const wrong = asked.filter(({ changed, admitted }) => admitted === (changed !== undefined));
  wrong.forEach(({ changed, log }) => console.log(`WRONG: ${changed ?? 'unchanged'}: ${log.join('; ')}`));
  process.exitCode = wrong.length ? 1 : 0;
}

function spread(took: readonly number[]): string {
  const sorted = [...took].sort((one, other) => one - other);
  const at = (share: number) => shown(sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? 0);
  return `median ${at(0.5)}  p99 ${at(0.99)}  longest ${at(1)}  of ${sorted.length}`;
}

async function main(): Promise<void> {
  const registry = await AdmissionRegistry.start(`admission-bench-${process.pid}`);
  try {
    await measure(registry, 'release', digest => release({ digest, gates: GATES }));
    await measure(registry, 'crowded', digest => [...NOISE.flatMap(noise => noise({ digest, gates: GATES, drafts: [], now: NOW })), ...release({ digest, gates: GATES })]);
    await measure(registry, 'unsigned', () => []);
    if (images) await measureImages(registry);
  } finally {
    await registry.close();
  }
}

void main();
