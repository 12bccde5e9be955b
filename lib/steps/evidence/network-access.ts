/** Addresses that a step of a build may reach: any, or the loopback address alone. */
export type NetworkAccess = 'default' | 'none';

/** The same for each step, by its name. */
export type NetworkAccesses = { readonly [step: string]: NetworkAccess };

/** Stages that install: what comes behind the command with the cache runs scripts. */
const INSTALLS = ['deps', 'prod-deps'];

/** Stages that build. */
const BUILDS = ['packages', 'build'];

/** Access of the steps of a Dockerfile that run something of the project or of its dependencies, by what it says of each command. */
export function networkAccesses(dockerfile: string): NetworkAccesses {
  const found: Record<string, NetworkAccess> = {};
  for (const { name, commands } of stagesOf(dockerfile)) {
    for (const command of commands) {
      const access = /^(--\S+\s+)*--network=none\s/.test(command) ? 'none' : 'default';
      // a step that does several things may reach what one of its commands may
      stepsOf(name, command, commands).forEach(step => { found[step] = found[step] === 'default' ? 'default' : access; });
    }
  }
  return found;
}

function stepsOf(stage: string, command: string, all: readonly string[]): string[] {
  if (INSTALLS.includes(stage)) {
    const isCached = (text: string) => text.includes('--mount=type=cache,');
    // without a cache scripts run while packages are fetched
    return !all.some(isCached) ? ['install', 'installScripts'] : [isCached(command) ? 'install' : 'installScripts'];
  }
  if (BUILDS.includes(stage)) return ['build'];
  return stage.startsWith('gate-') ? [stage] : [];
}

/** The stages of a Dockerfile with their commands. */
function stagesOf(dockerfile: string): { readonly name: string; readonly commands: string[] }[] {
  const stages: { name: string; commands: string[] }[] = [];
  for (const line of dockerfile.replace(/^\s*#.*\n/gm, '').replace(/\\\r?\n\s*/g, ' ').split('\n')) {
    const [, name] = /^FROM\s.*\sAS\s+(\S+)\s*$/.exec(line) ?? [];
    if (/^FROM\s/.test(line)) stages.push({ name: name ?? '', commands: [] });
    const [, command] = /^RUN\s+(.*)$/.exec(line) ?? [];
    if (command !== undefined) stages.at(-1)?.commands.push(command);
  }
  return stages;
}
