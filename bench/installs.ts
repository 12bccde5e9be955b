import { execFileSync, spawnSync } from 'child_process';
import * as fs from 'fs';
import * as path from 'path';
import { cleanUp, docker, temporaryDirectory } from '../test/container/engine';
import { bundle } from './bundle';
import type { writeContext as WriteContext } from './context';
import { ratios, spread, table } from './statistics';

/*
 * What it costs that caches of package managers are written without scripts: packages are unpacked in one step and their
 * scripts run in another. The same dependencies are installed so, and in one step with the cache as it would be written by
 * hand, in turns, from a warm cache.
 */

const RUNS = Number(process.argv[2] ?? 7);

/** A service of some size, with packages that have install scripts. */
const MANIFEST = {
  name: 'installs',
  version: '1.0.0',
  private: true,
  scripts: { start: 'node server.js', test: 'node --test' },
  dependencies: {
    '@nestjs/common': '11.1.6', '@nestjs/core': '11.1.6', '@nestjs/platform-express': '11.1.6', '@nestjs/swagger': '11.2.0', 'reflect-metadata': '0.2.2', 'rxjs': '7.8.2',
    'pino': '9.9.0', 'pg': '8.16.3', 'typeorm': '0.3.26', 'ioredis': '5.7.0', '@aws-sdk/client-s3': '3.879.0', '@aws-sdk/client-sqs': '3.879.0',
  },
  devDependencies: {
    '@nestjs/cli': '11.0.10', '@nestjs/testing': '11.1.6', '@types/node': '24.3.0', '@types/jest': '30.0.0', 'typescript': '5.9.2', 'jest': '30.1.1', 'ts-jest': '29.4.1',
    'eslint': '9.34.0', 'typescript-eslint': '8.41.0', 'prettier': '3.6.2', 'esbuild': '0.25.9', 'supertest': '7.1.4',
  },
};

/** A package manager, and what of its steps a Dockerfile by hand has not. */
interface Manager {
  readonly name: string;
  readonly packageManager: string;
  /** How it is installed from npm's registry. */
  readonly spec: string;
  readonly lockfile: string;
  readonly lock: string;
  readonly files?: { readonly [name: string]: string };
  readonly fields?: object;
  /** Of the words of the first step. */
  readonly without: readonly RegExp[];
}

const MANAGERS: readonly Manager[] = [
  { name: 'npm', packageManager: 'npm@11.6.2', spec: 'npm', lockfile: 'package-lock.json', lock: 'npm install --package-lock-only --no-audit --no-fund', without: [/ --ignore-scripts/] },
  { name: 'Yarn 1', packageManager: 'yarn@1.22.22', spec: 'yarn@1.22.22', lockfile: 'yarn.lock', lock: 'yarn install --ignore-scripts --non-interactive', without: [/ --ignore-scripts/] },
  {
    name: 'Yarn 4, node_modules', packageManager: 'yarn@4.10.3', spec: '@yarnpkg/cli-dist@4.10.3', lockfile: 'yarn.lock', lock: 'yarn install --mode=update-lockfile',
    files: { '.yarnrc.yml': 'nodeLinker: node-modules\nenableTelemetry: false\n' }, without: [/ --mode=skip-build/, /env YARN_ENABLE_GLOBAL_CACHE=false YARN_CACHE_FOLDER=\S+ /],
  },
  {
    name: 'Yarn 4, Plug\'n\'Play', packageManager: 'yarn@4.10.3', spec: '@yarnpkg/cli-dist@4.10.3', lockfile: 'yarn.lock', lock: 'yarn install --mode=update-lockfile',
    files: { '.yarnrc.yml': 'enableTelemetry: false\n' }, without: [/ --mode=skip-build/],
  },
  {
    name: 'pnpm', packageManager: 'pnpm@10.15.1', spec: 'pnpm@10.15.1', lockfile: 'pnpm-lock.yaml', lock: 'pnpm install --lockfile-only',
    fields: { pnpm: { onlyBuiltDependencies: ['esbuild'] } }, without: [/ --ignore-scripts/, / --package-import-method=copy/],
  },
  { name: 'Bun', packageManager: 'bun@1.2.21', spec: 'bun@1.2.21', lockfile: 'bun.lock', lock: 'bun install --lockfile-only', without: [/ --ignore-scripts/, / --backend=copyfile/] },
];

// eslint-disable-next-line @typescript-eslint/no-require-imports -- its path is known once it was made
const { writeContext } = require(bundle('context')) as { writeContext: typeof WriteContext };

main();

function main(): void {
  const asked = process.argv.slice(3);
  const rows: string[][] = [];
  for (const manager of MANAGERS.filter(({ name }) => asked.length === 0 || asked.includes(name))) {
    try {
      const { split, one } = measure(manager);
      rows.push([manager.name, spread(one, 1), spread(split, 1), ...ratios(split, one)]);
      process.stderr.write(`${rows.at(-1)!.join(' | ')}\n`);
    } finally {
      cleanUp();
    }
  }
  process.stdout.write(`Docker ${docker('version', '--format', '{{.Server.Version}}')}\n\n`);
  process.stdout.write(`seconds of the stage \`deps\`, from a warm cache; ${RUNS} runs in turns: the median (the least to the most)\n\n`);
  process.stdout.write(`${table(['package manager', 'in one step', 'as it is', 'by the medians', 'by the least'], rows)}\n`);
}

/** Builds the stage in both ways once, which fills the cache, then in turns. */
function measure(manager: Manager): { readonly split: number[]; readonly one: number[] } {
  const context = writeContext('installs', project(manager), temporaryDirectory());
  const asItIs = fs.readFileSync(path.join(context, 'Dockerfile'), 'utf8');
  const dockerfiles = { split: asItIs, one: inOneStep(asItIs, manager) };
  const times = { split: [] as number[], one: [] as number[] };
  for (let run = -1; run < RUNS; run++) {
    for (const way of run % 2 === 0 ? ['split', 'one'] as const : ['one', 'split'] as const) {
      fs.writeFileSync(path.join(context, 'Dockerfile'), dockerfiles[way]);
      const begin = performance.now();
      const { status, stderr } = spawnSync('docker', ['build', '--progress=plain', '--target', 'deps', '--no-cache-filter', 'deps', '--output', 'type=cacheonly', context], { encoding: 'utf8' });
      if (status !== 0) throw new Error(`${manager.name} does not build:\n${stderr.slice(-4000)}`);
      if (run >= 0) times[way].push((performance.now() - begin) / 1000);
    }
  }
  return times;
}

/** The stage with one step, as it would be written by hand: with the cache, and with scripts. */
function inOneStep(dockerfile: string, { name, without }: Manager): string {
  const [stage] = /^FROM manifests AS deps\n(?:(?!\n\n)[^])*/m.exec(dockerfile) ?? [];
  const [first, ...second] = stage?.split(/^(?=RUN )/m).slice(1) ?? [];
  if (stage === undefined || first === undefined || !without.every(words => words.test(first))) {
    throw new Error(`the stage deps of ${name} is not as this measurement knows it:\n${stage}`);
  }
  process.stderr.write(`${name}: ${second.length} more ${second.length === 1 ? 'step' : 'steps'}\n`);
  return dockerfile.replace(stage, () => `FROM manifests AS deps\n${without.reduce((text, words) => text.replace(words, ''), first).trimEnd()}`);
}

/** The project of a manager, with its lockfile. */
function project({ packageManager, spec, lockfile, lock, files = {}, fields = {} }: Manager): string {
  const directory = path.join(temporaryDirectory(), 'app');
  fs.mkdirSync(directory);
  const write = (name: string, text: string) => fs.writeFileSync(path.join(directory, name), text);
  write('package.json', `${JSON.stringify({ ...MANIFEST, ...fields, packageManager, engines: { node: '24' } }, undefined, 2)}\n`);
  Object.entries(files).forEach(([name, text]) => write(name, text));
  execFileSync('docker', [
    'build', '--quiet', '--file', path.join(__dirname, 'dockerfiles', 'lockfile.of.Dockerfile'), '--build-arg', `MANAGER=${spec}`, '--build-arg', `COMMAND=${lock}`,
    '--build-arg', `LOCKFILE=${lockfile}`, '--output', `type=local,dest=${directory}`, directory,
  ], { stdio: ['ignore', 'ignore', 'inherit'] });
  write('server.js', 'require("http").createServer((_, response) => response.end("ok")).listen(3000);\n');
  return directory;
}
