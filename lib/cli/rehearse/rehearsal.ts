import { CommandError } from '../exit-code';
import { BuildMachine, RehearsedAction, Run } from './assembly/action';
import { Artifacts } from './builds/artifacts';
import { ActionResult, labelOf } from './builds/result';
import { verdictOn } from './builds/rules';
import { Sources } from './builds/sources';
import { buildStep } from './builds/step-build';
import { NotRun, ownVariables, resolve } from './builds/variables';
import { MachineMeans, MachineRehearsal } from './machine/machine-rehearsal';

/** Means of a rehearsal of a stack. */
export interface RehearsalProps extends MachineMeans {
  readonly sources: Sources;
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
  /** Files that actions left, by the names of the artifacts. */
  private readonly artifacts = new Map<string, Artifacts>();

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
    return action.machine ? this.machine(action, action.machine) : this.build(action, values);
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
    const { sources } = this.props;
    const { outcome, shown } = await buildStep({
      label: labelOf(action), run: this.run, project: action.project!, values, source: sources, suffixes: this.suffixes,
    }, this.props);
    Object.entries(outcome.exported).forEach(([name, value]) => this.known.set(`${action.namespace}.${name}`, value));
    action.outputs.forEach(name => this.artifacts.set(name, outcome.artifacts));
    return { action, ...shown };
  }

  private async machine(action: RehearsedAction, machine: BuildMachine): Promise<ActionResult> {
    const { artifact, file } = machine.input;
    const input = this.artifacts.get(artifact)?.get(file);
    if (input === undefined) throw new CommandError(`the action ${action.name} takes the file ${file} of the artifact ${artifact}, which no action left`);
    const began = performance.now();
    const { parts, error } = await new MachineRehearsal(this.run, machine, this.props).result(input);
    const seconds = (performance.now() - began) / 1000;
    return { action, kind: error === undefined ? 'ok' : 'failed', text: '', seconds, parts, error };
  }
}

/** Actions of one order run side by side; here one after another, in the order in which they are listed. */
function inOrder(stage: readonly RehearsedAction[]): RehearsedAction[] {
  return [...stage].sort((a, b) => a.runOrder - b.runOrder);
}
