import { ChildProcess } from 'child_process';
import { randomUUID } from 'crypto';
import * as fs from 'fs';
import * as path from 'path';
import { Cleanup } from '../../cleanup';
import { BuildProject, Run } from '../assembly/action';
import { AgentOutcome, AgentSpec, runAgent } from './agent';
import { Artifacts, artifactsOf } from './artifacts';
import { BuildSource, laySource } from './build-source';
import { Machine } from './machine';

/** So long the processes of a build may take to end, in milliseconds. */
const ENDING = 5_000;

/** Build of a project. */
export interface BuildRun {
  readonly run: Run;
  readonly project: BuildProject;
  /** Variables that go before those of the project. */
  readonly values: Readonly<Record<string, string>>;
  readonly source: BuildSource;
  readonly account: string;
  readonly region: string;
  readonly print: (text: string) => void;
}

/** Outcome of a build. */
export interface BuildOutcome extends AgentOutcome {
  readonly arn: string;
  readonly artifacts: Artifacts;
}

/** Runs builds one after another, each in directories of its own. */
export class BuildRunner {
  constructor(private readonly machine: Machine, private readonly directory: string, private readonly cleanup: Cleanup) {
  }

  /** Runs the buildspec of a project as it is in the template. */
  public async build({ run, project, values, source: given, account, region, print }: BuildRun): Promise<BuildOutcome> {
    const home = fs.mkdtempSync(path.join(this.directory, 'build-'));
    const [source, agent] = ['source', 'agent'].map(name => path.join(home, name));
    laySource(given, source);
    fs.mkdirSync(agent);
    const id = `${project.name}:${randomUUID()}`;
    const arn = `arn:aws:codebuild:${region}:${account}:build/${id}`;
    const spec: AgentSpec = JSON.parse(project.buildspec);
    const outcome = await runAgent(spec, {
      directory: agent,
      environment: {
        ...this.machine.variablesOf(project),
        CODEBUILD_SRC_DIR: source,
        CODEBUILD_BUILD_ID: id,
        CODEBUILD_BUILD_ARN: arn,
        CODEBUILD_START_TIME: String(Date.now()),
        CODEBUILD_INITIATOR: run.initiator,
        ...given.commit === undefined ? {} : { CODEBUILD_RESOLVED_SOURCE_VERSION: given.commit },
        ...values,
      },
      print,
      started: shell => this.cleanup.later(() => endGroup(shell)),
    });
    const artifacts = outcome.status === 'SUCCEEDED' ? artifactsOf(spec, source) : new Map();
    if (artifacts === undefined) print(`no matching artifact paths found: ${spec.artifacts!.files!.join(', ')}\n`);
    fs.rmSync(home, { recursive: true, force: true });
    return artifacts === undefined ? { ...outcome, status: 'FAILED', arn, artifacts: new Map() } : { ...outcome, arn, artifacts };
  }
}

/** Ends a shell with all that it started, and waits until they are gone: what is removed next is not made again. */
function endGroup(shell: ChildProcess): void {
  if (shell.pid === undefined) return;
  for (const signal of ['SIGTERM', 'SIGKILL'] as const) {
    for (let waited = 0; waited < ENDING && isThere(shell.pid); waited += 100) {
      if (waited === 0) process.kill(-shell.pid, signal);
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 100);
    }
  }
}

function isThere(group: number): boolean {
  try {
    return process.kill(-group, 0);
  } catch {
    return false;
  }
}
