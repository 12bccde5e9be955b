import { execFileSync } from 'child_process';
import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import { go } from '../container/tools';
import { lock } from './lock';

/** Compiled once for all checkouts of this machine. */
const CACHE = path.join(process.env.XDG_CACHE_HOME ?? path.join(os.homedir(), '.cache'), 'cdk-nodejs-image', 'go-tools');

/** What compiles it, which an older Go fetches. */
const TOOLCHAIN = 'go1.27.3';

/** How Go compiles, on any machine alike. */
const FLAGS = ['-p', '2', '-trimpath', '-ldflags=-s -w'];

/**
 * A tool that is written in Go, in a version that is named: it is compiled when it is used first, which takes minutes. Where it
 * cannot be had the test fails.
 *
 * @param source As `go install` takes it, such as `example.com/tool/cmd/tool@v1.2.3`.
 * @param within The directory of the program in the module that `source` is. A module that replaces others is compiled within
 *   itself, because `go install` refuses it.
 */
export function goTool(source: string, within?: string): string {
  const directory = path.join(CACHE, source.replace(/[^\w.@-]+/g, '+'));
  const program = path.join(directory, path.basename(within ?? source.split('@')[0]));
  const unlock = lock(`go-tool-${path.basename(directory)}`);
  try {
    if (!fs.existsSync(program)) {
      if (within === undefined) run(['install', ...FLAGS, source], { GOBIN: directory });
      else compileWithin(source, within, program);
    }
  } finally {
    unlock();
  }
  return program;
}

function compileWithin(module: string, within: string, program: string): void {
  const { Dir } = JSON.parse(run(['mod', 'download', '-json', module]));
  // beside it, so that a program that is there is a whole one
  const made = `${program}.new`;
  run(['build', ...FLAGS, '-mod=readonly', '-buildvcs=false', '-o', made, `./${within}`], {}, Dir);
  fs.renameSync(made, program);
}

function run(words: readonly string[], environment: Record<string, string> = {}, cwd?: string): string {
  return execFileSync(go(), words, {
    cwd, env: { ...process.env, CGO_ENABLED: '0', GOTOOLCHAIN: TOOLCHAIN, ...environment }, stdio: ['ignore', 'pipe', 'pipe'], encoding: 'utf8',
  });
}
