import { spawnSync } from 'child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'fs';
import { join } from 'path';
import { manifestIn } from '../shared/packages-in';
import { Installed, installedBelow, LIFECYCLE, scriptsOf } from './installed';
import { orderOf } from './order';
import { runByNpm, runDirectly } from './run-dependencies';
import { run } from './run-script';

// Runs the scripts of dependencies after an install that ran none: without the cache of the package manager, which other
// projects use.
//
// `scripts.mjs npm|yarn|bun [OPTION]...` runs them; the options are those that npm is to have.
//
// `scripts.mjs pnpm` ends the build where pnpm has run scripts, and not those of a dependency that nobody has decided about.
//
// `scripts.mjs if-any COMMAND...` runs a command where a dependency has such a script.
//
// `scripts.mjs without COMMAND...` runs a command of Yarn while no package has such a script, the project's own included.

const ROOT = process.cwd();

function spawnOrThrow([program, ...words]: readonly string[], env = process.env): void {
  const { status, error } = spawnSync(program, words, { stdio: 'inherit', env });
  if (status !== 0) throw new Error(`${[program, ...words].join(' ')} failed${error ? `: ${error.message}` : ''}`);
}

/** The environment that Yarn gives scripts. */
async function yarnEnvironment(): Promise<NodeJS.ProcessEnv> {
  const { code, output } = await run(['yarn', '--silent', 'run', 'env'], ROOT, process.env);
  const start = output.indexOf('{');
  if (code !== 0 || start === -1) throw new Error(`${output}yarn run env failed`);
  return JSON.parse(output.slice(start, output.lastIndexOf('}') + 1));
}

/** The one that Bun gives them. */
async function bunEnvironment(): Promise<NodeJS.ProcessEnv> {
  const { output } = await run(['bun', '--version'], ROOT, process.env);
  return {
    ...process.env,
    npm_config_user_agent: `bun/${output.trim()} npm/? node/${process.version} ${process.platform} ${process.arch}`,
    npm_node_execpath: process.execPath,
    npm_execpath: '/usr/local/bin/bun',
  };
}

/** The dependencies with scripts that Bun does not run. */
async function untrusted(): Promise<Set<string>> {
  const { code, output } = await run(['bun', 'pm', 'untrusted'], ROOT, { ...process.env, NO_COLOR: '1', FORCE_COLOR: '0' });
  if (code !== 0) throw new Error(`${output}bun pm untrusted failed`);
  return new Set([...output.matchAll(/node_modules\/((?:@[^/\s]+\/)?[^/\s@]+)\/? *@/g)].map(match => match[1]));
}

/** The manifests of the project, its packages among them. */
function manifests(directory: string): string[] {
  return readdirSync(directory, { withFileTypes: true }).flatMap(entry => {
    const path = join(directory, entry.name);
    if (entry.isDirectory()) return ['node_modules', '.yarn', '.git'].includes(entry.name) ? [] : manifests(path);
    return entry.name === 'package.json' ? [path] : [];
  });
}

function without(command: readonly string[]): void {
  const written = new Map(manifests(ROOT).map(file => [file, readFileSync(file)]));
  try {
    for (const file of written.keys()) {
      const manifest = manifestIn(join(file, '..'));
      if (!manifest?.scripts) continue;
      const scripts = Object.fromEntries(Object.entries(manifest.scripts).filter(([name]) => !LIFECYCLE.includes(name)));
      writeFileSync(file, JSON.stringify({ ...manifest, scripts }, null, 2));
    }
    spawnOrThrow(command, { ...process.env, YARN_ENABLE_SCRIPTS: 'false' });
  } finally {
    written.forEach((text, file) => writeFileSync(file, text));
  }
}

/** Refuses packages whose scripts pnpm left out. */
function requireNoneIgnored(): void {
  const file = join(ROOT, 'node_modules/.modules.yaml');
  const { ignoredBuilds = [] }: { ignoredBuilds?: string[] } = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
  if (ignoredBuilds.length > 0) {
    throw new Error(`nobody has decided about the scripts of ${ignoredBuilds.join(', ')}: run "pnpm approve-builds", or set strictDepBuilds to false in pnpm-workspace.yaml`);
  }
}

async function main([mode, ...words]: readonly string[]): Promise<void> {
  if (mode === 'without') return without(words);
  if (mode === 'pnpm') return requireNoneIgnored();
  const installed = installedBelow(ROOT);
  if (mode === 'if-any') {
    if ([...installed.values()].some(item => scriptsOf(item).length > 0)) spawnOrThrow(words);
    return;
  }
  const order = orderOf({ directory: ROOT, manifest: manifestIn(ROOT) ?? {} }, installed);
  if (mode === 'npm') return runByNpm(order, words);
  if (mode === 'yarn') return runDirectly(order, () => true, yarnEnvironment);
  const building = order.packages.some(item => !item.linked && scriptsOf(item).length > 0);
  const blocked = building ? await untrusted() : new Set<string>();
  // Bun runs those of the packages of a monorepo itself.
  return runDirectly(order, (item: Installed) => !item.linked && !blocked.has(item.name), bunEnvironment);
}

main(process.argv.slice(2)).catch((error: Error) => {
  console.error(error.message);
  process.exitCode = 1;
});
