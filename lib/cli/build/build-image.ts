import * as fs from 'fs';
import * as path from 'path';
import { materialise } from '../../context/materialise';
import { NodejsDockerfile, NodejsImageOptions } from '../../image/index';
import { ProjectWarning } from '../../project/index';
import { Cleanup } from '../cleanup';
import { Docker } from '../docker';
import { Look, Terminal } from '../terminal/terminal';
import { buildOptions } from './build-options';
import { bundlingIn, BundlingResult } from './bundling-result';
import { GateResult, gateResults } from './gate-results';
import { FailedStep, Progress, StageProgress } from './progress';

/** Where reports are left unless another directory is given, each image's in one of its name. */
export const REPORTS = 'gate-reports';

/** Request for a build. */
export interface BuildRequest {
  readonly options: NodejsImageOptions;
  readonly tags: readonly string[];
  readonly platforms: readonly string[];
  /** Where the logs and reports of the gates are left. */
  readonly reports: string;
  readonly noCache: boolean;
  /** Outputs of the build, as flags of `docker build`. */
  readonly outputs: readonly string[];
}

/** Result of a build. */
export interface Build {
  readonly dockerfile: NodejsDockerfile;
  readonly gates: readonly GateResult[];
  /** Report of a bundling, where one was asked for. */
  readonly bundling?: BundlingResult;
  readonly stages: readonly StageProgress[];
  readonly warnings: readonly ProjectWarning[];
  /** Why there is no image, where it is not for a gate. */
  readonly failure?: FailedStep | { readonly error: string };
  readonly seconds: number;
}

/** With what a command builds. */
export interface Builder {
  readonly docker: Docker;
  readonly terminal: Terminal;
  readonly cleanup: Cleanup;
}

/**
 * Builds the gates, so that their reports come out whether they pass or not, and then, from the same cache, the image that
 * there is only if they passed.
 */
export async function buildImage(request: BuildRequest, { docker, terminal, cleanup }: Builder): Promise<Build> {
  const { options, tags, platforms, noCache, outputs } = request;
  const began = Date.now();
  const dockerfile = NodejsDockerfile.fromDirectory(options);
  const reports = path.resolve(request.reports);
  const context = materialise(dockerfile, cleanup.temporaryDirectory(), new Map(), undefined, [reports, path.resolve(REPORTS)]);
  const common = [
    ...platforms.length ? ['--platform', platforms.join(',')] : [],
    ...buildOptions(options),
    ...dockerfile.gates.length ? ['--build-arg', 'GATE_ON_FAILURE=record'] : [],
    '--provenance=false',
  ];
  const build = (args: readonly string[]) => followed(docker, terminal, [...common, ...args, context.directory]);
  const ended = (gates: readonly GateResult[], progress: Progress, failure?: Build['failure']): Build => ({
    dockerfile,
    gates,
    bundling,
    stages: progress.stages(),
    warnings: [...dockerfile.warnings, ...context.warnings],
    failure,
    seconds: (Date.now() - began) / 1000,
  });

  let tested: Progress | undefined;
  let gates: GateResult[] = [];
  let bundling: Build['bundling'];
  if (dockerfile.gates.length) {
    const names = dockerfile.gates.map(({ name }) => name);
    const target = async (fresh: readonly string[]) => {
      const output = cleanup.temporaryDirectory();
      const { ok, progress } = await build([...fresh, '--target', 'test-report', '--output', `type=local,dest=${output}`]);
      tested = progress;
      if (!ok) return false;
      gates = gateResults(output, names);
      bundling = bundlingIn(output);
      keep(output, reports);
      return true;
    };
    let ok = await target(noCache ? ['--no-cache'] : []);
    // a failure is recorded as what a step wrote, and so it is kept like a success: it is tried again instead
    const stale = gates.filter(({ name, passed }) => !passed && tested!.wasCached(`gate-${name}`)).map(({ name }) => name);
    if (ok && stale.length) ok = await target([...new Set(stale)].flatMap(name => ['--no-cache-filter', `gate-${name}`]));
    if (!ok) return ended([], tested!, tested!.failed() ?? { error: tested!.said });
    if (gates.some(({ passed }) => !passed)) return ended(gates, tested!);
  }
  const { ok, progress } = await build([...noCache && !tested ? ['--no-cache'] : [], ...tags.flatMap(tag => ['--tag', tag]), ...outputs]);
  return ended(gates, tested ?? progress, ok ? undefined : progress.failed() ?? { error: progress.said });
}

/** Builds, and tells how far it is. */
async function followed(docker: Docker, terminal: Terminal, args: readonly string[]): Promise<{ ok: boolean; progress: Progress }> {
  const progress = new Progress();
  const told = new Set<string>();
  const tell = () => {
    const stages = progress.stages();
    for (const stage of stages.filter(item => !item.running && !told.has(item.name) && !item.cached && item.seconds >= 0.5)) {
      told.add(stage.name);
      terminal.say(`${stage.failed ? terminal.style(Look.BAD, 'x') : terminal.style(Look.GOOD, '+')} ${stage.name}  ${seconds(stage.seconds)}`);
    }
    const running = stages.filter(({ running: still, name }) => still && !told.has(name));
    terminal.now(running.length ? `  ${running.map(stage => `${stage.name} ${seconds(stage.seconds)}`).join(', ')}` : '  ...');
  };
  const timer = setInterval(tell, terminal.live ? 200 : 2000);
  try {
    const { ok } = await docker.run(['buildx', 'build', '--progress=rawjson', ...args], { onLine: line => progress.take(line) });
    tell();
    return { ok, progress };
  } finally {
    clearInterval(timer);
    terminal.clear();
  }
}

/** Leaves the reports on disk, those of each gate in place of older ones. Git is told to ignore them. */
function keep(from: string, to: string): void {
  if (!fs.existsSync(to)) {
    fs.mkdirSync(to, { recursive: true });
    fs.writeFileSync(path.join(to, '.gitignore'), '*\n');
  }
  for (const name of fs.readdirSync(from)) {
    fs.rmSync(path.join(to, name), { recursive: true, force: true });
    fs.cpSync(path.join(from, name), path.join(to, name), { recursive: true });
  }
}

/** A time for people. */
export function seconds(value: number): string {
  return value >= 60 ? `${Math.floor(value / 60)} min ${String(Math.floor(value % 60)).padStart(2, '0')} s` : `${value.toFixed(1)} s`;
}
