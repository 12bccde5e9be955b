import { cpSync, writeFileSync } from 'fs';
import { join } from 'path';
import { build, cleanUp, docker, temporaryDirectory } from '../test/container/engine';
import { bundle } from './bundle';
import type { writeServiceContext as WriteServiceContext } from './context';
import { median, spread, table } from './statistics';

/*
 * What a database beside the tests costs: how long after the beginning of its gate PostgreSQL takes queries, and the same tests
 * in a gate with it and in a container with the database in another one beside it.
 */

const RUNS = Number(process.argv[2] ?? 7);
/** Seconds after which PostgreSQL has to take queries, on a machine that does nothing else. */
const LIMIT = 3;
const APP = join(__dirname, '..', 'test', 'compat', 'apps', 'postgres');
const POSTGRES = 'public.ecr.aws/docker/library/postgres:17';

// eslint-disable-next-line @typescript-eslint/no-require-imports -- its path is known once it was made
const { writeServiceContext } = require(bundle('context')) as { writeServiceContext: typeof WriteServiceContext };

main();

function main(): void {
  const ready: number[] = [];
  const gate: number[] = [];
  const beside: number[] = [];
  try {
    for (let run = -1; run < RUNS; run++) {
      const times = run % 2 === 0 ? { gate: inGate(run), beside: inContainers(run) } : { beside: inContainers(run), gate: inGate(run) };
      if (run < 0) continue;
      ready.push(times.gate.ready);
      gate.push(times.gate.seconds);
      beside.push(times.beside);
      process.stderr.write(`run ${run + 1} of ${RUNS} is measured\n`);
    }
  } finally {
    cleanUp();
  }
  const row = (name: string, values: number[]) => [name, spread(values, 2)];
  process.stdout.write(`Docker ${docker('version', '--format', '{{.Server.Version}}')}; seconds, ${RUNS} runs in turns: the median (the least to the most)\n\n`);
  process.stdout.write(`${table(['what', 'seconds'], [
    row('PostgreSQL is ready, after the gate began', ready),
    row('the step of the gate with it', gate),
    row('the same tests with containers beside', beside),
  ])}\n\nthe median until it is ready, to the limit of ${LIMIT} s: ${(median(ready) / LIMIT).toFixed(2)}\n`);
}

/** A copy of the application that no build before has seen. */
function copy(run: number): string {
  const directory = temporaryDirectory();
  cpSync(APP, directory, { recursive: true });
  writeFileSync(join(directory, 'seen.txt'), `${process.pid}.${run}`);
  return directory;
}

/** A gate with the service: how long the step took, and when the service was ready. */
function inGate(run: number): { readonly ready: number; readonly seconds: number } {
  const { ok, log } = build(writeServiceContext(copy(run), temporaryDirectory()));
  const [, ready] = /service postgres is ready on \S+ after ([\d.]+) s/.exec(log) ?? [];
  const [, step] = /^#(\d+) \[gate-test /m.exec(log) ?? [];
  const [, seconds] = new RegExp(`^#${step} DONE ([\\d.]+)s`, 'm').exec(log) ?? [];
  if (!ok || ready === undefined || seconds === undefined) throw new Error(`no times in the log of the build:\n${log.slice(-4000)}`);
  return { ready: Number(ready), seconds: Number(seconds) };
}

/** The tests in a container, with the database in another one: from its start to the end of the tests. */
function inContainers(run: number): number {
  const name = `bench-services-${process.pid}-${run + 1}`;
  const image = build(writeServiceContext(copy(run), temporaryDirectory()), { target: 'source' }).image;
  const began = process.hrtime.bigint();
  docker('run', '--detach', '--name', name, '--env', 'POSTGRES_PASSWORD=postgres', '--env', 'POSTGRES_DB=test', POSTGRES);
  try {
    // it listens to others once it takes queries: what prepares it listens to itself alone
    const wait = 'const net = require("net"); const ask = () => net.connect(5432, "127.0.0.1").on("connect", () => process.exit()).on("error", () => setTimeout(ask, 25)); ask();';
    docker('run', '--rm', '--network', `container:${name}`, image, 'node', '--eval', wait);
    docker('run', '--rm', '--network', `container:${name}`, '--env', 'DATABASE_URL=postgres://postgres:postgres@127.0.0.1:5432/test',
      ...Object.entries({ PGHOST: '127.0.0.1', PGUSER: 'postgres', PGPASSWORD: 'postgres', PGDATABASE: 'test' }).flatMap(([key, value]) => ['--env', `${key}=${value}`]),
      image, 'npm', 'run', 'test');
    return Number(process.hrtime.bigint() - began) / 1e9;
  } finally {
    docker('rm', '--force', '--volumes', name);
  }
}
