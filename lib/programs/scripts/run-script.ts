import { spawn } from 'child_process';
import { existsSync, realpathSync } from 'fs';
import { delimiter, dirname, join } from 'path';
import { Installed } from './installed';

type Environment = { readonly [name: string]: string | undefined };

/** How a script ended, with what it printed. */
export interface Ended {
  readonly code: number;
  readonly output: string;
}

/** Runs a script of a package as a package manager does. */
export function runScript(item: Installed, event: string, script: string, base: Environment): Promise<Ended> {
  return run(['/bin/sh', '-c', script], item.directory, {
    ...Object.fromEntries(Object.entries(base).filter(([name]) => !/^npm_(package|lifecycle)_/.test(name))),
    ...Object.fromEntries(flattened('npm_package', item.manifest)),
    PATH: [...binsAbove(item.directory), ...gyp(base), base.PATH].join(delimiter),
    INIT_CWD: process.cwd(),
    npm_lifecycle_event: event,
    npm_lifecycle_script: script,
    npm_package_json: join(item.directory, 'package.json'),
  });
}

/** Runs a program and keeps what it prints. */
export function run([program, ...words]: readonly string[], cwd: string, env: Environment): Promise<Ended> {
  return new Promise(resolve => {
    const child = spawn(program, words, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    [child.stdout, child.stderr].forEach(stream => stream.on('data', data => output += data));
    child.on('error', error => resolve({ code: 1, output: `${output}${error.message}\n` }));
    child.on('close', code => resolve({ code: code ?? 1, output }));
  });
}

/** The commands of what is installed beside a package and above it. */
function binsAbove(directory: string): string[] {
  const up = dirname(directory);
  return [join(directory, 'node_modules/.bin'), ...up === directory ? [] : binsAbove(up)];
}

/** Where the node-gyp is that npm brings. */
function gyp({ PATH = '' }: Environment): string[] {
  const npm = PATH.split(delimiter).map(directory => join(directory, 'npm')).find(path => existsSync(path));
  return npm === undefined ? [] : [join(dirname(realpathSync(npm)), 'node-gyp-bin')];
}

/** Fields of a manifest, as variables. */
function flattened(name: string, value: unknown): [string, string][] {
  if (typeof value === 'object' && value !== null) {
    return Object.entries(value).flatMap(([key, inner]) => flattened(`${name}_${key.replace(/[^a-zA-Z0-9_]/g, '_')}`, inner));
  }
  return value === undefined || value === null || String(value).length > 4096 ? [] : [[name, String(value)]];
}
