import { RehearsedAction, Run } from './assembly/action';
import { ActionResult } from './builds/result';
import { verdictOn } from './builds/rules';
import { BuildRunner } from './builds/run-build';
import { Sources } from './builds/sources';
import { NotRun, ownVariables, resolve, withoutPlatforms } from './builds/variables';

/** Means of a rehearsal of a stack. */
export interface RehearsalProps {
  readonly runner: Pick<BuildRunner, 'build'>;
  readonly sources: Sources;
  readonly account: string;
  readonly region: string;
  /** True for a platform that is built. */
  readonly builds: (platform: string) => boolean;
  /** Is told what is run, and what it prints. */
  readonly onAction: (action: RehearsedAction) => void;
  readonly onText: (text: string) => void;
}

/**
 * Runs a pipeline as CodePipeline does, on this machine: stage by stage, actions in the order that they have, each by the buildspec of its
 * project in the template, with the variables that earlier ones exported. After one that failed no later one runs.
 */
export class Rehearsal {
  private readonly known: Map<string, string>;
  private readonly notRun: Record<string, NotRun[string]> = {};
  /** Endings of names of images that are not built. */
  private readonly suffixes: string[] = [];

  constructor(private readonly run: Run, private readonly props: RehearsalProps) {
    const variables = Object.entries(run.variables).map(([name, value]) => [`variables.${name}`, value] as const);
    this.known = new Map([['codepipeline.PipelineExecutionId', '00000000-0000-0000-0000-000000000000'], ...variables]);
  }

  /** Outcome of each action. */
  public async results(): Promise<ActionResult[]> {
    const results: ActionResult[] = [];
    let failed = false;
    for (const stage of this.run.stages) {
      for (const action of inOrder(stage)) {
        const result: ActionResult = failed ? { action, kind: 'not reached', text: '' } : await this.result(action, stage);
        results.push(result);
        failed ||= result.kind === 'failed';
      }
    }
    return results;
  }

  private async result(action: RehearsedAction, stage: readonly RehearsedAction[]): Promise<ActionResult> {
    if (action.category === 'Source') return this.source(action);
    const resolved = resolve(action, this.known, this.notRun);
    const values = { ...ownVariables(action.project), ...'values' in resolved ? resolved.values : {} };
    const verdict = verdictOn({ ...action, variables: values }, this.props);
    if ('missing' in resolved && verdict.kind === 'run') return this.leave(action, stage, 'not rehearsed', resolved.missing);
    if (verdict.kind !== 'run') return this.leave(action, stage, verdict.kind, verdict.text);
    return this.build(action, values);
  }

  private source(action: RehearsedAction): ActionResult {
    const { commit, text } = this.props.sources;
    const exported = { CommitId: commit, BranchName: 'main', VersionId: commit, ETag: commit };
    Object.entries(exported).forEach(([name, value]) => this.known.set(`${action.namespace}.${name}`, value));
    return { action, kind: 'ok', text };
  }

  /** Another platform of the same sources has the same content and the same tags. */
  private leave(action: RehearsedAction, stage: readonly RehearsedAction[], kind: 'noted' | 'not rehearsed', text: string): ActionResult {
    const { namespace, project } = action;
    const isBuild = project?.step === 'image';
    const suffix = ownVariables(project).TAG_SUFFIX;
    if (isBuild && suffix) this.suffixes.push(suffix);
    const beside = isBuild ? stage.filter(other => other.project?.step === 'image' && other !== action).map(other => other.namespace) : [];
    const known = this.known;
    this.notRun[namespace] = {
      name: action.name,
      // one that comes later in the stage counts, too
      get instead() {
        return Object.fromEntries(['CONTENT_TAG', 'RELEASE_TAGS', 'BEGAN'].flatMap(name =>
          beside.flatMap(other => known.has(`${other}.${name}`) ? [[name, known.get(`${other}.${name}`)!]] : [])));
      },
    };
    return { action, kind, text };
  }

  private async build(action: RehearsedAction, values: Readonly<Record<string, string>>): Promise<ActionResult> {
    const { runner, sources, account, region, onAction, onText } = this.props;
    const project = action.project!;
    const changed = withoutPlatforms(values, this.suffixes);
    const text = this.suffixes.length && (changed.SOURCE_SUFFIXES ?? changed.PLATFORM_SUFFIXES) !== undefined ? 'of the platforms that were built' : '';
    const lacks: string[] = [];
    if (changed.SBOM) {
      // its program is one for Linux, which a build fetches from the internet
      changed.SBOM = '{}';
      lacks.push('the SBOM, whose program is fetched from the internet');
    }
    onAction(action);
    let log = '';
    const began = performance.now();
    const print = (printed: string) => {
      log += printed;
      onText(printed);
    };
    const { status, exported } = await runner.build({ run: this.run, project, values: changed, sources, account, region, print });
    Object.entries(exported).forEach(([name, value]) => this.known.set(`${action.namespace}.${name}`, value));
    const seconds = (performance.now() - began) / 1000;
    return { action, kind: status === 'SUCCEEDED' ? 'ok' : 'failed', text, lacks, seconds, log };
  }
}

/** Actions of one order run side by side; here one after another, in the order in which they are listed. */
function inOrder(stage: readonly RehearsedAction[]): RehearsedAction[] {
  return [...stage].sort((a, b) => a.runOrder - b.runOrder);
}
