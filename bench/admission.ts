/**
 * Measures how long it takes until ECS has an answer of the function that it asks: `npm run bench:admission -- [times]`. It is the
 * function as it runs in AWS, but for the calls of ECS, ECR and KMS, which answer at once, against the registry of the engine. No
 * other network is there.
 */
import { NOISE } from '../test/attestations/admission/mutations';
import { NOW, release } from '../test/attestations/admission/release';
import { AdmissionRegistry, GATES } from '../test/deploy/admission-registry';

const times = Number(process.argv[2] ?? 300);
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
  took.sort((one, other) => one - other);
  const at = (share: number) => shown(took[Math.min(took.length - 1, Math.ceil(share * took.length) - 1)]);
  console.log(`${name.padEnd(10)} ${String(given.length).padStart(3)} statements  ${[...statuses].join()}  median ${at(0.5)}  p99 ${at(0.99)}  longest ${at(1)}  of ${times}`);
}

async function main(): Promise<void> {
  const registry = await AdmissionRegistry.start(`admission-bench-${process.pid}`);
  try {
    await measure(registry, 'release', digest => release({ digest, gates: GATES }));
    await measure(registry, 'crowded', digest => [...NOISE.flatMap(noise => noise({ digest, gates: GATES, drafts: [], now: NOW })), ...release({ digest, gates: GATES })]);
    await measure(registry, 'unsigned', () => []);
  } finally {
    await registry.close();
  }
}

void main();
