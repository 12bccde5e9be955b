import { ChildProcess, spawn } from 'child_process';
import * as fs from 'fs';
import * as path from 'path';
import { CommandError } from '../../exit-code';

/** The phases of a build, in their order. */
const PHASES = ['install', 'pre_build', 'build', 'post_build'];

/** How a phase ended. */
export type PhaseStatus = 'SUCCEEDED' | 'FAILED';

/** Buildspec, as far as an agent carries it out. */
export interface AgentSpec {
  readonly version: string | number;
  readonly env?: { readonly 'shell'?: string; readonly 'variables'?: Readonly<Record<string, string>>; readonly 'exported-variables'?: readonly string[] };
  readonly phases: { readonly [phase: string]: { readonly commands?: readonly string[] } | undefined };
  readonly artifacts?: { readonly files?: readonly string[] };
}

/** How commands are run. */
export interface AgentRun {
  /** An empty directory of the agent's own. */
  readonly directory: string;
  /** All variables of the build; CODEBUILD_SRC_DIR is where it begins. */
  readonly environment: NodeJS.ProcessEnv;
  /** Takes what commands print, in the order in which they do. */
  readonly print: (text: string) => void;
  /** Is told the shell, which leads its own group of processes. */
  readonly started?: (shell: ChildProcess) => void;
}

/** Outcome of the commands. */
export interface AgentOutcome {
  readonly status: PhaseStatus;
  /** How each phase that ran ended. */
  readonly phases: Readonly<Record<string, PhaseStatus>>;
  /** The exported variables that are set. */
  readonly exported: Readonly<Record<string, string>>;
}

/** A command can end the shell: what comes after the commands is done at its exit. */
const AGENT = `
phase=none
trap '[ "$ended" = yes ] || echo "$phase FAILED" >>"$AGENT_DIRECTORY/phases"; "$AGENT_NODE" "$AGENT_DIRECTORY/keep.js"' EXIT
run_phase() {
  local agent_status
  phase=$1 ended=no
  for command in "$AGENT_DIRECTORY/$phase"/*; do
    [ -e "$command" ] || continue
    printf '[Container] Running command %s\\n\\n' "$(cat "$command")"
    . "$command"
    agent_status=$?
    if [ "$agent_status" != 0 ]; then
      ended=yes
      echo "$phase FAILED" >>"$AGENT_DIRECTORY/phases"
      export CODEBUILD_BUILD_SUCCEEDING=0
      printf '\\n[Container] Command did not exit successfully %s exit status %s\\n' "$(cat "$command")" "$agent_status"
      printf '[Container] Phase complete: %s State: FAILED\\n' "$phase"
      return 1
    fi
  done
  ended=yes
  echo "$phase SUCCEEDED" >>"$AGENT_DIRECTORY/phases"
}
cd "$CODEBUILD_SRC_DIR"
run_phase install && run_phase pre_build && { run_phase build; run_phase post_build; }
true
`;

/** The variables at the end, whatever is in them. */
const KEEP = 'require("fs").writeFileSync(process.env.AGENT_DIRECTORY + "/environment", JSON.stringify(process.env));\n';

/**
 * Runs a buildspec as CodeBuild does: all commands of the phases as they are, in one bash; after a failed phase no further command, but
 * post_build after build.
 *
 * @throws for a buildspec of which this would not be so
 */
export async function runAgent(spec: AgentSpec, { directory, environment, print, started }: AgentRun): Promise<AgentOutcome> {
  if (String(spec.version) !== '0.2') throw new CommandError(`only version 0.2 runs in one shell, received ${JSON.stringify(spec.version)}`);
  if (spec.env?.shell !== 'bash') throw new CommandError(`the buildspec must name its shell, received ${JSON.stringify(spec.env?.shell)}`);
  writeCommands(directory, spec);
  const shell = spawn('bash', ['-c', AGENT], {
    env: { ...spec.env.variables, CODEBUILD_BUILD_SUCCEEDING: '1', ...environment, AGENT_DIRECTORY: directory, AGENT_NODE: process.execPath },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  started?.(shell);
  for (const stream of [shell.stdout!, shell.stderr!]) stream.setEncoding('utf8').on('data', print);
  await new Promise<void>((resolve, reject) => shell.on('error', reject).on('close', () => resolve()));
  const phases = Object.fromEntries(linesOf(path.join(directory, 'phases')).map(line => line.split(' '))) as Record<string, PhaseStatus>;
  const last = path.join(directory, 'environment');
  const values: Record<string, string> = fs.existsSync(last) ? JSON.parse(fs.readFileSync(last, 'utf8')) : {};
  const names = spec.env['exported-variables'] ?? [];
  const wholly = Object.keys(phases).length > 0 && !Object.values(phases).includes('FAILED') && fs.existsSync(last);
  return {
    status: wholly ? 'SUCCEEDED' : 'FAILED',
    phases,
    exported: Object.fromEntries(names.filter(name => values[name] !== undefined).map(name => [name, values[name]])),
  };
}

function writeCommands(directory: string, { phases }: AgentSpec): void {
  fs.writeFileSync(path.join(directory, 'keep.js'), KEEP);
  for (const phase of PHASES) {
    fs.mkdirSync(path.join(directory, phase));
    const commands = phases[phase]?.commands ?? [];
    commands.forEach((command, index) => fs.writeFileSync(path.join(directory, phase, String(index).padStart(3, '0')), command));
  }
}

function linesOf(file: string): string[] {
  return fs.existsSync(file) ? fs.readFileSync(file, 'utf8').split('\n').filter(line => line !== '') : [];
}
