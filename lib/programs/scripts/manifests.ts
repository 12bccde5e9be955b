import { spawnSync } from 'child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'fs';
import { join } from 'path';
import { manifestIn } from '../shared/packages-in';
import { LIFECYCLE } from './installed';

const ROOT = process.cwd();

/** Runs a program to its end. */
export function spawnOrThrow([program, ...words]: readonly string[], env = process.env): void {
  const { status, error } = spawnSync(program, words, { stdio: 'inherit', env });
  if (status !== 0) throw new Error(`${[program, ...words].join(' ')} failed${error ? `: ${error.message}` : ''}`);
}

/** The manifests of the project, its packages among them. */
function manifests(directory: string): string[] {
  return readdirSync(directory, { withFileTypes: true }).flatMap(entry => {
    const path = join(directory, entry.name);
    if (entry.isDirectory()) return ['node_modules', '.yarn', '.git'].includes(entry.name) ? [] : manifests(path);
    return entry.name === 'package.json' ? [path] : [];
  });
}

/** Runs a command of Yarn that runs no script: neither those of the project, nor those of the dependencies that its manifest allows. */
export function runWithoutScripts(command: readonly string[]): void {
  runWithManifests(command, manifests(ROOT), manifest => {
    const scripts = Object.fromEntries(Object.entries(manifest.scripts ?? {}).filter(([name]) => !LIFECYCLE.includes(name)));
    return { ...manifest, ...manifest.scripts ? { scripts } : {}, ...allowing(manifest, []) };
  });
}

/** Runs a command of Yarn that runs the scripts of these dependencies and of no others, beside those of the project. */
export function runWithBuilds(command: readonly string[], only: readonly string[]): void {
  runWithManifests(command, [join(ROOT, 'package.json')], manifest => ({ ...manifest, ...allowing(manifest, only) }));
}

/** Fields of a manifest on dependencies, by which the scripts of these alone run where scripts are off. */
function allowing({ dependenciesMeta = {} }: any, only: readonly string[]): object {
  const kept = Object.entries<any>(dependenciesMeta).map(([name, { built: _, ...meta }]): [string, object] => [name, meta]);
  const meta: Record<string, object> = Object.fromEntries(kept);
  only.forEach(name => { meta[name] = { ...meta[name], built: true }; });
  return Object.keys(meta).length === 0 ? {} : { dependenciesMeta: meta };
}

/** Runs a command of Yarn while manifests are others; they and the lockfile are as before then. */
function runWithManifests(command: readonly string[], files: readonly string[], change: (manifest: any) => object): void {
  const written = new Map([...files, join(ROOT, 'yarn.lock')].filter(file => existsSync(file)).map(file => [file, readFileSync(file)]));
  try {
    for (const file of files) {
      const manifest = manifestIn(join(file, '..'));
      if (manifest) writeFileSync(file, JSON.stringify(change(manifest), null, 2));
    }
    spawnOrThrow(command, { ...process.env, YARN_ENABLE_SCRIPTS: 'false' });
  } finally {
    written.forEach((text, file) => writeFileSync(file, text));
  }
}
