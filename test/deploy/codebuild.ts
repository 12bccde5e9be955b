import { spawn } from 'child_process';
import { randomUUID } from 'crypto';
import * as fs from 'fs';
import * as path from 'path';
import { parse } from 'yaml';
import { temporaryDirectory } from '../container/engine';
import { programs, quickDocker } from './programs';

/** What a build starts with. */
export interface BuildInput {
  /** The environment variables of the project and of the request. */
  readonly environment?: Record<string, string>;
  /** The files of the source, copied; none by default. */
  readonly source?: string;
  /** Directories that come first on PATH, with stand-ins for programs. */
  readonly path?: string[];
  /** Whether the program of the steps is the one that was published; otherwise it is one whose tries follow each other at once. */
  readonly published?: boolean;
}

/** What came of a build. */
export interface BuildOutcome {
  readonly status: 'SUCCEEDED' | 'FAILED';
  /** How long it took. */
  readonly seconds: number;
  /** The log, in the order in which it was written. */
  readonly log: string;
  /** How each phase that ran ended. */
  readonly phases: Record<string, 'SUCCEEDED' | 'FAILED'>;
  /** The exported variables that are set. */
  readonly exported: Record<string, string>;
  /** The files that each report group found, by their paths below its base directory. */
  readonly reports: Record<string, Record<string, string>>;
  /** The files that are handed on and named one by one. */
  readonly artifacts: Record<string, string>;
}

/** The steps in the real world without its waits, as test/bundle.ts makes them. */
const HASTY_STEPS = path.join(__dirname, '..', 'steps', 'bundle', 'hasty.mjs');

const PHASES = ['install', 'pre_build', 'build', 'post_build'];

/** A command can end the shell: what comes after the commands is done at its exit. */
const AGENT = `
phase=none
trap '[ "$ended" = yes ] || echo "$phase FAILED" >>"$AGENT_DIRECTORY/phases"; env -0 >"$AGENT_DIRECTORY/environment"' EXIT
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

/**
 * Runs a buildspec as CodeBuild does: all commands of the phases as they are, in one bash; after a failed phase no
 * further command, but post_build after build.
 *
 * @param buildspec The object, or its text as a template has it.
 */
export async function runBuildspec(buildspec: object | string, input: BuildInput = {}): Promise<BuildOutcome> {
  const spec = typeof buildspec === 'string' ? parse(buildspec) : buildspec;
  const [home, agent, source] = [temporaryDirectory(), temporaryDirectory(), temporaryDirectory()];
  if (spec.version !== '0.2' && spec.version !== 0.2) {
    throw new Error(`only version 0.2 runs in one shell, received ${JSON.stringify(spec.version)}`);
  }
  if (input.source !== undefined) {
    fs.cpSync(input.source, source, { recursive: true, verbatimSymlinks: true });
  }
  writeCommands(agent, spec);
  const begin = performance.now();
  const id = randomUUID();
  const log = path.join(agent, 'log');
  await run(log, {
    ...machine(home, [...input.published ? [] : [hasty()], ...input.path ?? []]),
    ...spec.env?.variables,
    AGENT_DIRECTORY: agent,
    CI: 'true',
    CODEBUILD_SRC_DIR: source,
    CODEBUILD_BUILD_ID: `project:${id}`,
    CODEBUILD_BUILD_ARN: `arn:aws:codebuild:us-east-1:123456789012:build/project:${id}`,
    CODEBUILD_START_TIME: String(Date.now()),
    CODEBUILD_BUILD_SUCCEEDING: '1',
    CODEBUILD_INITIATOR: 'test',
    STEP_PROGRAM: 'steps/step.mjs',
    ...input.environment,
  });
  const seconds = (performance.now() - begin) / 1000;
  const phases = Object.fromEntries(lines(path.join(agent, 'phases')).map(line => line.split(' ')));
  const environment = Object.fromEntries(fs.readFileSync(path.join(agent, 'environment'), 'utf8').split('\0').filter(entry => entry !== '')
    .map(entry => [entry.slice(0, entry.indexOf('=')), entry.slice(entry.indexOf('=') + 1)]));
  const names: string[] = spec.env?.['exported-variables'] ?? [];
  return {
    seconds,
    status: Object.values(phases).includes('FAILED') ? 'FAILED' : 'SUCCEEDED',
    log: fs.readFileSync(log, 'utf8'),
    phases,
    exported: Object.fromEntries(names.filter(name => environment[name] !== undefined).map(name => [name, environment[name]])),
    artifacts: Object.fromEntries((spec.artifacts?.files ?? []).filter((file: string) => !file.includes('*') && fs.existsSync(path.join(source, file)))
      .map((file: string) => [file, fs.readFileSync(path.join(source, file), 'utf8')])),
    reports: Object.fromEntries(Object.entries<any>(spec.reports ?? {}).map(([group, report]) => [group, matching(source, report)])),
  };
}

function writeCommands(agent: string, spec: any): void {
  if (spec.env?.shell !== 'bash') {
    throw new Error(`the buildspec must name its shell, received ${JSON.stringify(spec.env?.shell)}`);
  }
  for (const phase of PHASES) {
    fs.mkdirSync(path.join(agent, phase));
    const commands: string[] = spec.phases[phase]?.commands ?? [];
    commands.forEach((command, index) => fs.writeFileSync(path.join(agent, phase, String(index).padStart(3, '0')), command));
  }
}

/** What is the machine's: the tools, the engine, the role's credentials. Nothing else of this process is handed on. */
function machine(home: string, stands: string[]): Record<string, string> {
  const configuration = path.join(home, '.docker');
  fs.mkdirSync(configuration);
  if (process.env.DOCKER_CONFIG) {
    fs.symlinkSync(path.join(process.env.DOCKER_CONFIG, 'cli-plugins'), path.join(configuration, 'cli-plugins'));
  }
  const kept = Object.entries(process.env).filter(([name]) => /^(AWS_|DOCKER_HOST$|LANG$|PYENV)/.test(name));
  // ECR's certificate is one that every machine trusts; the stand-in's is its own
  const authority = process.env.ENGINE_STATE && path.join(process.env.ENGINE_STATE, 'tls', 'ca.crt');
  return {
    ...Object.fromEntries(kept) as Record<string, string>,
    ...authority ? { SSL_CERT_FILE: authority, NODE_EXTRA_CA_CERTS: authority } : {},
    HOME: home,
    PATH: [...stands, quickDocker(), process.env.PATH].join(':'),
  };
}

let hastyPrograms = '';

/** A way to the CLI of AWS that gives the program of the steps by itself. */
function hasty(): string {
  if (!fs.existsSync(hastyPrograms)) { // or not any more: directories are removed after tests
    hastyPrograms = programs({ aws: `
if [ "$1 $2 $4" = "s3 cp s3://$STEP_PROGRAM" ]; then mkdir -p "\${5%/*}" && exec cp '${HASTY_STEPS}' "$5"; fi
PATH=\${PATH#*:} exec aws "$@"
` });
  }
  return hastyPrograms;
}

function run(log: string, environment: Record<string, string>): Promise<void> {
  const output = fs.openSync(log, 'a');
  return new Promise<void>((resolve, reject) => {
    const shell = spawn('bash', ['-c', AGENT], { env: environment, stdio: ['ignore', output, output] });
    shell.on('error', reject).on('close', () => resolve());
  }).finally(() => fs.closeSync(output));
}

function lines(file: string): string[] {
  return fs.existsSync(file) ? fs.readFileSync(file, 'utf8').split('\n').filter(line => line !== '') : [];
}

/** `*` is any part of a name, `**` any folders. */
function matching(source: string, report: { 'base-directory'?: string; 'files': string[] }): Record<string, string> {
  const base = path.join(source, report['base-directory'] ?? '.');
  const wanted = report.files.map(pattern => new RegExp(`^${pattern.split('**/').map(part =>
    part.split('*').map(text => text.replace(/[\\^$.+?()[\]{}|]/g, '\\$&')).join('[^/]*')).join('(?:[^/]+/)*')}$`));
  const all = fs.existsSync(base) ? fs.readdirSync(base, { recursive: true, encoding: 'utf8' }) : [];
  return Object.fromEntries(all.filter(file => wanted.some(pattern => pattern.test(file)) && fs.statSync(path.join(base, file)).isFile()).sort()
    .map(file => [file, fs.readFileSync(path.join(base, file), 'utf8')]));
}
