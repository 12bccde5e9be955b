import { execFileSync } from 'child_process';
import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import { generateProject } from './generated-project';
import { ratios, spread, table } from './statistics';
import type { SynthJob, SynthTimes } from './synth-child';
import { NodejsDockerfile } from '../lib';

const RUNS = Number(process.argv[2] ?? 7);
const COUNT = 100;
const RENDERS = 3000;

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

const work = fs.mkdtempSync(path.join(os.tmpdir(), 'bench-synth-'));
try {
  const example = path.join(work, 'two-stage-demo');
  fs.cpSync(path.join(__dirname, '..', 'examples', 'two-stage-demo'), example, {
    recursive: true, filter: source => path.basename(source) !== 'node_modules',
  });
  const generated = path.join(work, 'generated');
  generateProject(generated);

  const rows = [
    ...synths('two-stage-demo', example, false),
    ...synths('two-stage-demo', example, true),
    ...synths('1,500 files, 20 MiB', generated, false),
    ...synths('1,500 files, 20 MiB', generated, true),
  ];
  say(`${COUNT} images in one stack, ${RUNS} runs in turns; milliseconds: the median (the least to the most)\n`);
  say(table(['project', 'images', 'what', '`NodejsImageAsset`', '`DockerImageAsset`', 'ratio of medians', 'of the least'], rows));
  say(`\none Dockerfile, ${RENDERS} times\n`);
  say(table(['project', 'render, ms', 'read, plan and render, ms'], [
    ['two-stage-demo', ...rendering(example)],
    ['1,500 files, 20 MiB', ...rendering(generated)],
  ]));
} finally {
  fs.rmSync(work, { recursive: true, force: true });
}

/** Synthesizes with both kinds in turns. */
function synths(name: string, directory: string, different: boolean): string[][] {
  const plainDirectory = `${directory}-plain`;
  if (!fs.existsSync(plainDirectory)) {
    fs.cpSync(directory, plainDirectory, { recursive: true });
    fs.writeFileSync(path.join(plainDirectory, 'Dockerfile'), DOCKERFILE);
    fs.writeFileSync(path.join(plainDirectory, '.dockerignore'), DOCKERIGNORE);
  }
  const jobs = {
    ours: { kind: 'ours', directory, count: COUNT, different },
    plain: { kind: 'plain', directory: plainDirectory, count: COUNT, different },
  } as const;
  const times: Record<'ours' | 'plain', SynthTimes[]> = { ours: [], plain: [] };
  child(jobs.ours); // fills the caches of tsx and of the file system
  child(jobs.plain);
  for (let run = 0; run < RUNS; run++) {
    times.ours.push(child(jobs.ours));
    times.plain.push(child(jobs.plain));
  }
  return Object.entries({
    'synth': (time: SynthTimes) => time.synth,
    'synth, processor': (time: SynthTimes) => time.cpu,
    'whole process': (time: SynthTimes) => time.load + time.synth,
  }).map(([what, of]) => {
    const ours = times.ours.map(of);
    const plain = times.plain.map(of);
    return [name, different ? 'different' : 'alike', what, spread(ours, 0), spread(plain, 0), ...ratios(ours, plain)];
  });
}

function child(job: SynthJob): SynthTimes {
  const output = execFileSync(process.execPath, [
    '--import', 'tsx', path.join(__dirname, 'synth-child.ts'), JSON.stringify(job),
  ], { encoding: 'utf8', env: { ...process.env, TSX_TSCONFIG_PATH: path.join(__dirname, '..', 'examples', 'tsconfig.json') } });
  return JSON.parse(output);
}

/** The time of one rendering, and of everything that leads to a Dockerfile, once the machine is warm. */
function rendering(directory: string): string[] {
  const dockerfile = NodejsDockerfile.fromDirectory({ directory });
  return [
    each(() => dockerfile.render(), RENDERS),
    each(() => NodejsDockerfile.fromDirectory({ directory }).render(), RENDERS / 10),
  ].map(time => time.toFixed(3));
}

function each(task: () => void, times: number): number {
  const rounds = Array.from({ length: 2 }, () => {
    const begin = performance.now();
    for (let time = 0; time < times; time++) {
      task();
    }
    return (performance.now() - begin) / times;
  });
  return rounds[1]; // the first round is the warm-up
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}
