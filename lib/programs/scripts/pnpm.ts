import { existsSync, readFileSync, writeFileSync } from 'fs';
import { join } from 'path';

/** State of an install, as pnpm writes it down. */
const STATE = join(process.cwd(), 'node_modules/.modules.yaml');

/** Refuses packages whose scripts pnpm left out. */
export function requireNoneIgnored(): void {
  const { ignoredBuilds = [] }: { ignoredBuilds?: string[] } = existsSync(STATE) ? JSON.parse(readFileSync(STATE, 'utf8')) : {};
  if (ignoredBuilds.length > 0) {
    throw new Error(`nobody has decided about the scripts of ${ignoredBuilds.join(', ')}: run "pnpm approve-builds", or set strictDepBuilds to false in pnpm-workspace.yaml`);
  }
}

/** `/name/1.0.0`, `/name@1.0.0` or `name@1.0.0`, where a package of the project is a path. */
const DEPENDENCY = /^(\/|@?[^@]+@)/;

/** Takes dependencies out of what pnpm has noted as not built yet, so that it builds what is of the project alone. */
export function forgetDependencies(): void {
  if (!existsSync(STATE)) return;
  const text = readFileSync(STATE, 'utf8');
  const own = (ids: readonly string[]) => ids.filter(id => !DEPENDENCY.test(id));
  if (text.trimStart().startsWith('{')) {
    const state = JSON.parse(text);
    writeFileSync(STATE, JSON.stringify({ ...state, pendingBuilds: own(state.pendingBuilds ?? []) }, null, 2));
    return;
  }
  // before version 9 it is YAML, in one form
  writeFileSync(STATE, text.replace(/^pendingBuilds:\n((?: *- .*\n)+)/m, (_, items: string) => {
    const ids = items.trimEnd().split('\n').map(line => line.replace(/^ *- /, '').replace(/^(['"])(.*)\1$/, '$2'));
    return `pendingBuilds: ${JSON.stringify(own(ids))}\n`;
  }));
}
