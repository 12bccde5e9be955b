import { BuildProject, RehearsedAction, Run } from './action';
import { SynthesizedStack } from './assembly';
import { machineOf, variablesOf } from './build-machine';
import { DeployedTemplate } from './template';

/** The line of a buildspec that runs a step of this library. */
const STEP_LINE = /^node .*\.nodejs-image\/step\.mjs (?<step>[a-z-]+)$/;

/** Builds that a push starts in a stack: its pipelines, and projects that no pipeline starts. */
export interface RunsOfStack {
  readonly runs: readonly Run[];
  /** Projects of this library that a push does not start, and why they are not rehearsed. */
  readonly others: readonly { readonly name: string; readonly reason: string }[];
}

/** Pipelines and projects of a stack, and what of them is rehearsed. */
export function runsOf({ template }: Pick<SynthesizedStack, 'template'>): RunsOfStack {
  const definitions = template.resources('AWS::CodeBuild::Project');
  const projects = new Map(Object.entries(definitions).map(([id, properties]) => [template.nameOf(id), projectOf(template.nameOf(id), properties)]));
  const machines = new Map(Object.entries(template.resources('AWS::StepFunctions::StateMachine')).map(([id, properties]) => [template.nameOf(id), properties]));
  const pipelines = Object.entries(template.resources('AWS::CodePipeline::Pipeline')).map(([id, properties]) => pipelineOf(template, id, properties, { projects, machines }))
    .filter(({ stages }) => stages.flat().some(({ project }) => project?.step !== undefined));
  const started = new Set(pipelines.flatMap(run => projectsOf(run).map(({ name }) => name)));
  const alone = Object.entries(definitions).map(([id, properties]) => ({ id, properties, project: projects.get(template.nameOf(id))! }))
    .filter(({ project }) => project.step !== undefined && !started.has(project.name));
  const released = alone.filter(isStartedByPush);
  return {
    runs: [...pipelines, ...released.map(({ project }) => projectRun(project))],
    others: alone.filter(one => !released.includes(one)).map(one => ({ name: one.id, reason: whyNot(one.properties) })),
  };
}

/** The projects whose builds a run starts. */
export function projectsOf({ stages }: Run): BuildProject[] {
  return stages.flat().flatMap(({ project, machine }) => [...project ? [project] : [], ...machine?.projects.values() ?? []]);
}

/** Projects and state machines that actions start, by their names. */
interface Startable {
  readonly projects: ReadonlyMap<string, BuildProject>;
  /** The properties of state machines. */
  readonly machines: ReadonlyMap<string, any>;
}

function pipelineOf(template: DeployedTemplate, id: string, { Name, Stages, Variables = [] }: any, startable: Startable): Run {
  const name = Name ?? template.nameOf(id);
  return {
    name,
    initiator: `codepipeline/${name}`,
    stages: Stages.map((stage: any) => stage.Actions.map((action: any) => actionOf(stage.Name, action, startable))),
    variables: Object.fromEntries(Variables.map((variable: any) => [variable.Name, variable.DefaultValue ?? ''])),
  };
}

function actionOf(stage: string, action: any, { projects, machines }: Startable): RehearsedAction {
  const { Name, RunOrder = 1, Namespace = '', ActionTypeId, Configuration, OutputArtifacts = [] } = action;
  const variables: any[] = JSON.parse(Configuration?.EnvironmentVariables ?? '[]');
  return {
    stage,
    name: Name,
    runOrder: RunOrder,
    namespace: Namespace,
    category: ActionTypeId.Category,
    provider: ActionTypeId.Provider,
    project: ActionTypeId.Provider === 'CodeBuild' ? projects.get(Configuration.ProjectName) : undefined,
    machine: ActionTypeId.Provider === 'StepFunctions' ? machineOf(action, machines, projects) : undefined,
    outputs: OutputArtifacts.map((artifact: any) => artifact.Name),
    variables: Object.fromEntries(variables.map(({ name, value }) => [name, String(value)])),
  };
}

function projectOf(name: string, { Source, Environment }: any): BuildProject {
  const buildspec = String(Source?.BuildSpec ?? '');
  return { name, buildspec, step: stepOf(buildspec), variables: variablesOf(Environment?.EnvironmentVariables ?? []) };
}

function stepOf(buildspec: string): string | undefined {
  try {
    const commands: string[] = JSON.parse(buildspec).phases.build.commands;
    return commands.map(command => STEP_LINE.exec(command)?.groups?.step).find(Boolean);
  } catch {
    return undefined; // a buildspec of somebody else
  }
}

/** True for a project with a webhook that pushes what it builds: the build of a pull request is the same without the push. */
function isStartedByPush({ properties: { Triggers }, project }: { readonly properties: any; readonly project: BuildProject }): boolean {
  return Triggers?.Webhook === true && project.variables.some(({ name, value }) => name === 'PUSH' && value === 'true');
}

function whyNot({ Triggers, Source }: any): string {
  if (Triggers?.Webhook === true) return 'it builds pull requests as the pipeline builds a push, and pushes nothing';
  if (Source?.Type === 'NO_SOURCE') return 'a push does not start it';
  return 'a deployment or a state machine starts it';
}

function projectRun(project: BuildProject): Run {
  const action = { stage: 'Build', name: project.step!, runOrder: 1, namespace: '', category: 'Build', provider: 'CodeBuild', project, outputs: [], variables: {} };
  return { name: project.name, initiator: 'webhook', stages: [[action]], variables: {} };
}
