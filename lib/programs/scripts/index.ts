import { manifestIn } from '../shared/packages-in';
import { bunEnvironment, pnpmEnvironment, yarnEnvironment } from './environments';
import { Installed, installedBelow, scriptsOf } from './installed';
import { runWithBuilds, runWithoutScripts, spawnOrThrow } from './manifests';
import { Order, orderOf } from './order';
import { forgetDependencies, requireNoneIgnored } from './pnpm';
import { runByNpm, runDirectly } from './run-dependencies';
import { run } from './run-script';

// Runs the scripts of dependencies after an install that ran none: without the cache of the package manager, which other
// projects use. Behind the mode `--only=NAME,NAME` names those whose scripts run, and no others do, whatever the package manager
// allows; those of the packages of a monorepo run all the same.
//
// `scripts.mjs npm|yarn|bun [--only=NAMES] [OPTION]...` runs them; the options are those that npm is to have.
//
// `scripts.mjs pnpm` ends the build where pnpm has run scripts, and not those of a dependency that nobody has decided about.
//
// `scripts.mjs pnpm-builds --only=NAMES` runs those of dependencies that pnpm installed.
//
// `scripts.mjs own COMMAND...` runs a command of pnpm that builds what is of the project, and no dependency.
//
// `scripts.mjs if-any COMMAND...` runs a command where a dependency has such a script.
//
// `scripts.mjs without COMMAND...` runs a command of Yarn while no package has such a script, the project's own included.
//
// `scripts.mjs yarn-builds --only=NAMES COMMAND...` runs a command of Yarn that builds these dependencies alone.

const ROOT = process.cwd();

/** The dependencies with scripts that Bun does not run. */
async function untrusted(): Promise<Set<string>> {
  const { code, output } = await run(['bun', 'pm', 'untrusted'], ROOT, { ...process.env, NO_COLOR: '1', FORCE_COLOR: '0' });
  if (code !== 0) throw new Error(`${output}bun pm untrusted failed`);
  return new Set([...output.matchAll(/node_modules\/((?:@[^/\s]+\/)?[^/\s@]+)\/? *@/g)].map(match => match[1]));
}

async function runByBun(order: Order, only: readonly string[] | undefined): Promise<void> {
  const building = only === undefined && order.packages.some(item => !item.linked && scriptsOf(item).length > 0);
  const blocked = building ? await untrusted() : new Set<string>();
  const runs = ({ name }: Installed) => only ? only.includes(name) : !blocked.has(name);
  // Bun runs those of the packages of a monorepo itself.
  return runDirectly(order, item => !item.linked && runs(item), bunEnvironment);
}

async function main([mode, ...rest]: readonly string[]): Promise<void> {
  const [, names] = /^--only=(.*)$/.exec(rest[0] ?? '') ?? [];
  const only = names?.split(',').filter(name => name !== '');
  const words = only ? rest.slice(1) : rest;
  if (mode === 'without') return runWithoutScripts(words);
  if (mode === 'yarn-builds') return runWithBuilds(words, only!);
  if (mode === 'pnpm') return requireNoneIgnored();
  if (mode === 'own') {
    forgetDependencies();
    return spawnOrThrow(words);
  }
  const installed = installedBelow(ROOT);
  if (mode === 'if-any') {
    if ([...installed.values()].some(item => scriptsOf(item).length > 0)) spawnOrThrow(words);
    return;
  }
  const order = orderOf({ directory: ROOT, manifest: manifestIn(ROOT) ?? {} }, installed);
  const runs = (item: Installed) => only === undefined || item.linked || only.includes(item.name);
  if (mode === 'npm') return runByNpm(order, words, runs);
  if (mode === 'yarn') return runDirectly(order, runs, yarnEnvironment);
  if (mode === 'pnpm-builds') return runDirectly(order, item => !item.linked && runs(item), pnpmEnvironment);
  return runByBun(order, only);
}

main(process.argv.slice(2)).catch((error: Error) => {
  console.error(error.message);
  process.exitCode = 1;
});
