import { execFileSync } from 'child_process';
import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import { bundle } from './bundle';
import { generateProject } from './generated-project';
import { ratios, spread, table } from './statistics';
import type { RenderTimes, SecretTimes, SynthJob, SynthTimes } from './synth-child';

const RUNS = Number(process.argv[2] ?? 7);

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
const DOCKERIGNORE = '.git\nnode_modules\ncoverage\nreports\ncdk.out\n.env*\nDockerfile*\n.dockerignore\n*.md\n';

const program = bundle('synth-child');
const work = fs.mkdtempSync(path.join(os.tmpdir(), 'bench-synth-'));
try {
  main();
} finally {
  fs.rmSync(work, { recursive: true, force: true });
}

function main(): void {
  const example = path.join(work, 'two-stage-demo');
  fs.cpSync(path.join(__dirname, '..', 'examples', 'two-stage-demo'), example, {
    recursive: true, filter: source => path.basename(source) !== 'node_modules',
  });
  const generated = path.join(work, 'generated');
  generateProject(generated);
  const rows = [
    ...synths('two-stage-demo', { directory: example, count: 100, different: false }),
    ...synths('two-stage-demo', { directory: example, count: 100, different: true }),
    ...synths('generated', { directory: generated, count: 100, different: false }),
    // each is a copy of 20 MiB
    ...synths('generated', { directory: generated, count: 5, different: true }),
  ];
  say(`${RUNS} runs in turns; milliseconds: the median (the least to the most)\n`);
  say(table(['project', 'images', 'what', '`NodejsImageAsset`', '`DockerImageAsset`', 'ratio of medians', 'of the least'], rows));
  say('\none Dockerfile, milliseconds\n');
  say(table(['project', 'render', 'read, plan and render'], Object.entries({ 'two-stage-demo': example, generated }).map(([name, directory]) => {
    const { render, all } = child<RenderTimes>({ kind: 'render', directory, count: 2000, different: false });
    return [name, render.toFixed(3), all.toFixed(3)];
  })));
  say('\nwhat looking for secrets in files takes of one context; processor, milliseconds\n');
  say(table(['project', 'context', 'secrets', 'ratio of medians', 'of the least'], Object.entries({ 'two-stage-demo': example, generated }).map(([name, directory]) => {
    const { all, secrets } = child<SecretTimes>({ kind: 'secrets', directory, count: RUNS, different: false });
    return [name, spread(all, 1), spread(secrets, 1), ...ratios(secrets, all)];
  })));
}

/** Synthesizes with both kinds in turns. */
function synths(name: string, options: Omit<SynthJob, 'kind'>): string[][] {
  const ours: SynthJob = { ...options, kind: 'ours' };
  const plain: SynthJob = { ...options, kind: 'plain', directory: withDockerfile(options.directory) };
  [ours, plain].forEach(job => child(job)); // what comes first finds no file in the cache of the system
  const times: { ours: SynthTimes[]; plain: SynthTimes[] } = { ours: [], plain: [] };
  for (let run = 0; run < RUNS; run++) {
    times.ours.push(child(ours));
    times.plain.push(child(plain));
  }
  return Object.entries({
    'synth': (time: SynthTimes) => time.synth,
    'synth, processor': (time: SynthTimes) => time.cpu,
    'whole process': (time: SynthTimes) => time.load + time.synth,
  }).map(([what, of]) => {
    const [a, b] = [times.ours.map(of), times.plain.map(of)];
    return [name, `${options.count} ${options.different ? 'different' : 'alike'}`, what, spread(a, 0), spread(b, 0), ...ratios(a, b)];
  });
}

function withDockerfile(directory: string): string {
  const copy = `${directory}-plain`;
  if (!fs.existsSync(copy)) {
    fs.cpSync(directory, copy, { recursive: true });
    fs.writeFileSync(path.join(copy, 'Dockerfile'), DOCKERFILE);
    fs.writeFileSync(path.join(copy, '.dockerignore'), DOCKERIGNORE);
  }
  return copy;
}

function child<T>(job: SynthJob): T {
  return JSON.parse(execFileSync(process.execPath, [program, JSON.stringify(job)], { encoding: 'utf8' }));
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}
