import { execFileSync } from 'child_process';
import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import { benchArguments } from './arguments';
import { bundle } from './bundle';
import { generateProject, generateWorkspace } from './generated-project';
import { median, ratios, spread, table } from './statistics';
import type { RenderTimes, SecretTimes, SynthJob, SynthTimes } from './synth-child';

/** A project, and images of it. */
interface Scenario {
  readonly name: string;
  readonly images: string;
  /** Writes the project, and gives its packages where each image is one of them. */
  readonly project: (directory: string) => readonly string[] | void;
  readonly count: number;
  readonly different?: boolean;
  /** True if plain assets take so long that nobody waits for them. */
  readonly oursAlone?: boolean;
}

const SOURCE = 2048;
const files = (count: number) => (directory: string) => generateProject(directory, { files: count, bytes: count * SOURCE });
const packages = (count: number) => (directory: string) => generateWorkspace(directory, count);
const example = (directory: string) => fs.cpSync(path.join(__dirname, '..', 'examples', 'two-stage-demo'), directory, {
  recursive: true, filter: source => path.basename(source) !== 'node_modules',
});

const SCENARIOS: readonly Scenario[] = [
  { name: 'two-stage-demo', images: '100 alike', project: example, count: 100 },
  { name: 'two-stage-demo', images: '100 different', project: example, count: 100, different: true },
  { name: 'realistic', images: '1', project: directory => generateProject(directory), count: 1 },
  { name: 'realistic', images: '100 alike', project: directory => generateProject(directory), count: 100 },
  { name: 'files-1000', images: '1', project: files(1000), count: 1 },
  { name: 'files-1000', images: '10 alike', project: files(1000), count: 10 },
  { name: 'files-1000', images: '100 alike', project: files(1000), count: 100 },
  { name: 'files-1000', images: '300 alike', project: files(1000), count: 300 },
  { name: 'files-1000', images: '100 different', project: files(1000), count: 100, different: true },
  { name: 'files-10000', images: '1', project: files(10_000), count: 1 },
  { name: 'files-10000', images: '100 alike', project: files(10_000), count: 100 },
  { name: 'files-50000', images: '1', project: files(50_000), count: 1 },
  { name: 'files-50000', images: '300 alike', project: files(50_000), count: 300 },
  { name: 'packages-10', images: '10', project: packages(10), count: 10 },
  { name: 'packages-100', images: '100', project: packages(100), count: 100 },
  { name: 'packages-300', images: '300', project: packages(300), count: 300, oursAlone: true },
];
const NAMES = [...new Set(SCENARIOS.map(({ name }) => name))];
const ASKED = benchArguments(process.argv.slice(2), { project: NAMES }, { runs: 5, quick: 1 });
const RUNS = ASKED.runs;

/** What an expert would write beside the plain asset; it is never built. */
const DOCKERFILE = `FROM public.ecr.aws/docker/library/node:24-bookworm-slim AS base
WORKDIR /app
FROM base AS dependencies
COPY package.json package-lock.json ./
RUN npm ci
FROM dependencies AS test
COPY . .
RUN npm test && mkdir /passed
FROM base AS release
COPY --from=test /passed/ ./
COPY --from=dependencies /app/node_modules ./node_modules
COPY src ./src
USER node
CMD ["node", "src/main.js"]
`;
const DOCKERIGNORE = '.git\n**/node_modules\ncoverage\nreports\ncdk.out\n.env*\n**/Dockerfile*\n.dockerignore\n*.md\n';

const program = bundle('synth-child');
/** In memory where that can be, so that no disk is measured. */
const work = fs.mkdtempSync(path.join(fs.existsSync('/dev/shm') ? '/dev/shm' : os.tmpdir(), 'bench-synth-'));
const PROJECTS = new Map<string, { directory: string; packages?: readonly string[] }>();
try {
  main();
} finally {
  fs.rmSync(work, { recursive: true, force: true });
}

function main(): void {
  const rows = SCENARIOS.filter(({ name }) => ASKED.takes('project', name)).flatMap(scenario => {
    const row = synths(scenario);
    process.stderr.write(`${row.join(' | ')}\n`);
    return [row];
  });
  say(`${RUNS} runs in turns; the constructs and \`app.synth()\`, processor, seconds: the median (the least to the most); the most memory of the process\n`);
  say(table(['project', 'images', '`NodejsImageAsset`', 'memory', '`DockerImageAsset`', 'memory', 'ratio of medians', 'of the least'], rows));
  const once = ['two-stage-demo', 'realistic'].filter(name => ASKED.takes('project', name))
    .map((name): [string, string] => [name, projectOf(SCENARIOS.find(scenario => scenario.name === name)!).directory]);
  if (once.length === 0) return;
  say('\none Dockerfile, milliseconds\n');
  say(table(['project', 'render', 'read, plan and render'], once.map(([name, directory]) => {
    const { render, all } = child<RenderTimes>({ kind: 'render', directory, count: RUNS * 200 });
    return [name, render.toFixed(3), all.toFixed(3)];
  })));
  say('\nwhat looking for secrets in files takes of one context; processor, milliseconds\n');
  say(table(['project', 'context', 'secrets', 'ratio of medians', 'of the least'], once.map(([name, directory]) => {
    const { all, secrets } = child<SecretTimes>({ kind: 'secrets', directory, count: RUNS });
    return [name, spread(all, 1), spread(secrets, 1), ...ratios(secrets, all)];
  })));
}

/** Project of a scenario on the disk, written once for all that are of it. */
function projectOf({ name, project }: Scenario): { directory: string; packages?: readonly string[] } {
  const directory = path.join(work, name);
  const known = PROJECTS.get(name) ?? { directory, packages: project(directory) ?? undefined };
  PROJECTS.set(name, known);
  return known;
}

/** Synthesizes with both kinds in turns. */
function synths(scenario: Scenario): string[] {
  const { name, images, count, different, oursAlone } = scenario;
  const options = { ...projectOf(scenario), count, different };
  const ours: SynthJob = { ...options, kind: 'ours' };
  const plain: SynthJob = { ...options, kind: 'plain', directory: withDockerfiles(options) };
  const times: { ours: SynthTimes[]; plain: SynthTimes[] } = { ours: [], plain: [] };
  // what comes first finds no file in the cache of the system
  for (let run = -1; run < RUNS; run++) {
    const ofOurs = child<SynthTimes>(ours);
    const ofPlain = oursAlone ? undefined : child<SynthTimes>(plain);
    if (run < 0) continue;
    times.ours.push(ofOurs);
    if (ofPlain) times.plain.push(ofPlain);
  }
  const cells = (of: SynthTimes[]) => of.length === 0 ? ['', '']
    : [spread(of.map(({ cpu }) => cpu / 1000), 2), `${Math.round(median(of.map(({ memory }) => memory)) / 1e6)} MB`];
  const processor = (of: SynthTimes[]) => of.map(({ cpu }) => cpu);
  return [name, images, ...cells(times.ours), ...cells(times.plain), ...oursAlone ? ['', ''] : ratios(processor(times.ours), processor(times.plain))];
}

/** The directory as who writes Dockerfiles has it: a Dockerfile for each package, or one. */
function withDockerfiles({ directory, packages: parts = [''] }: { directory: string; packages?: readonly string[] }): string {
  const copy = `${directory}-plain`;
  if (!fs.existsSync(copy)) {
    fs.cpSync(directory, copy, { recursive: true });
    parts.forEach(part => fs.writeFileSync(path.join(copy, part, 'Dockerfile'), DOCKERFILE));
    fs.writeFileSync(path.join(copy, '.dockerignore'), DOCKERIGNORE);
  }
  return copy;
}

function child<T>(job: SynthJob): T {
  return JSON.parse(execFileSync(process.execPath, [program, JSON.stringify(job)], { encoding: 'utf8', env: { ...process.env, TMPDIR: work } }));
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}
