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

/**
 * A tool that is written in Go, in a version that is named: it is compiled when it is used first, which takes minutes. Where it
 * cannot be had the test fails.
 *
 * @param module As `go install` takes it, such as `example.com/tool/cmd/tool@v1.2.3`.
 */
export function goTool(module: string): string {
  const directory = path.join(CACHE, module.replace(/[^\w.@-]+/g, '+'));
  const program = path.join(directory, path.basename(module.split('@')[0]));
  const unlock = lock(`go-tool-${path.basename(directory)}`);
  try {
    if (!fs.existsSync(program)) {
      execFileSync(go(), ['install', '-p', '2', '-trimpath', '-ldflags=-s -w', module], {
        env: { ...process.env, GOBIN: directory, CGO_ENABLED: '0', GOTOOLCHAIN: TOOLCHAIN }, stdio: ['ignore', 'ignore', 'pipe'],
      });
    }
  } finally {
    unlock();
  }
  return program;
}
