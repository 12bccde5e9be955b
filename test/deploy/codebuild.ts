import { randomUUID } from 'crypto';
import * as fs from 'fs';
import * as path from 'path';
import { parse } from 'yaml';
import { runAgent } from '../../lib/cli/rehearse/builds/agent';
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
  readonly phases: Readonly<Record<string, 'SUCCEEDED' | 'FAILED'>>;
  /** The exported variables that are set. */
  readonly exported: Readonly<Record<string, string>>;
  /** The files that each report group found, by their paths below its base directory. */
  readonly reports: Record<string, Record<string, string>>;
  /** The files that are handed on and named one by one. */
  readonly artifacts: Record<string, string>;
}

/** The steps in the real world without its waits, as test/bundle.ts makes them. */
const HASTY_STEPS = path.join(__dirname, '..', 'steps', 'bundle', 'hasty.mjs');

/**
 * Runs a buildspec as CodeBuild does: all commands of the phases as they are, in one bash; after a failed phase no
 * further command, but post_build after build.
 *
 * @param buildspec The object, or its text as a template has it.
 */
export async function runBuildspec(buildspec: object | string, input: BuildInput = {}): Promise<BuildOutcome> {
  const spec = typeof buildspec === 'string' ? parse(buildspec) : buildspec;
  const [home, agent, source] = [temporaryDirectory(), temporaryDirectory(), temporaryDirectory()];
  if (input.source !== undefined) {
    fs.cpSync(input.source, source, { recursive: true, verbatimSymlinks: true });
  }
  const begin = performance.now();
  const id = randomUUID();
  let log = '';
  const outcome = await runAgent(spec, {
    directory: agent,
    environment: {
      ...machine(home, [...input.published ? [] : [hasty()], ...input.path ?? []]),
      CI: 'true',
      CODEBUILD_SRC_DIR: source,
      CODEBUILD_BUILD_ID: `project:${id}`,
      CODEBUILD_BUILD_ARN: `arn:aws:codebuild:us-east-1:123456789012:build/project:${id}`,
      CODEBUILD_START_TIME: String(Date.now()),
      CODEBUILD_INITIATOR: 'test',
      STEP_PROGRAM: 'steps/step.mjs',
      ...input.environment,
    },
    print: text => log += text,
  });
  return {
    ...outcome,
    seconds: (performance.now() - begin) / 1000,
    log,
    artifacts: Object.fromEntries((spec.artifacts?.files ?? []).filter((file: string) => !file.includes('*') && fs.existsSync(path.join(source, file)))
      .map((file: string) => [file, fs.readFileSync(path.join(source, file), 'utf8')])),
    reports: Object.fromEntries(Object.entries<any>(spec.reports ?? {}).map(([group, report]) => [group, matching(source, report)])),
  };
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

/** `*` is any part of a name, `**` any folders. */
function matching(source: string, report: { 'base-directory'?: string; 'files': string[] }): Record<string, string> {
  const base = path.join(source, report['base-directory'] ?? '.');
  const wanted = report.files.map(pattern => new RegExp(`^${pattern.split('**/').map(part =>
    part.split('*').map(text => text.replace(/[\\^$.+?()[\]{}|]/g, '\\$&')).join('[^/]*')).join('(?:[^/]+/)*')}$`));
  const all = fs.existsSync(base) ? fs.readdirSync(base, { recursive: true, encoding: 'utf8' }) : [];
  return Object.fromEntries(all.filter(file => wanted.some(pattern => pattern.test(file)) && fs.statSync(path.join(base, file)).isFile()).sort()
    .map(file => [file, fs.readFileSync(path.join(base, file), 'utf8')]));
}
