import { execFileSync } from 'child_process';
import * as fs from 'fs';
import * as path from 'path';
import { App, Stack } from 'aws-cdk-lib';
import { temporaryDirectory } from '../container/engine';
import { aws } from './aws';
import { BuildOutcome, runBuildspec } from './codebuild';
import { createTable } from './table';
import { DeployedTemplate } from './template';

/** What a run of the pipeline meets. */
export interface Circumstances {
  /** The sources, as the source action gives them. */
  readonly source: string;
  /** The variables of the source action. */
  readonly variables?: Record<string, string>;
  /** Directories that come first on PATH in every build. */
  readonly path?: string[];
  /** The host that stands for the registry's, by the names of actions. */
  readonly hosts?: Record<string, string>;
  /** When the builds begin, in milliseconds since 1970, instead of when they do. */
  readonly began?: number;
  /** The name of the repository, instead of the one in the template. */
  readonly repository?: string;
  /** Variables of every build. */
  readonly environment?: Record<string, string>;
  /** Whether the program of the steps is the one that was published; otherwise it is one whose tries follow each other at once. */
  readonly published?: boolean;
}

/** What came of a run. */
export interface Execution {
  readonly status: 'SUCCEEDED' | 'FAILED';
  /** What each action did that ran. */
  readonly actions: Record<string, BuildOutcome>;
}

/** The variables that hold the address of a repository. */
const REPOSITORIES = ['REPOSITORY', 'SOURCE_REPOSITORY', 'RELEASED_IN'];

interface Action {
  readonly name: string;
  readonly runOrder: number;
  readonly namespace: string;
  readonly project?: any;
  readonly variables: Record<string, string>;
}

/**
 * Runs a pipeline as CodePipeline does: its stages one after another, the actions of a run order side by side, each by the
 * buildspec of its project in the template, with the variables that earlier actions exported. After a failed action no
 * later one runs.
 */
export class SimulatedPipeline {
  /** Synthesizes a stack with one pipeline, and puts into the emulator what its deployment would have made there. */
  public static synthesize(build: (stack: Stack) => void, stackName = 'Simulated'): SimulatedPipeline {
    const outdir = temporaryDirectory();
    const app = new App({ outdir });
    build(new Stack(app, stackName, { env: { account: process.env.AWS_ACCOUNT_ID, region: process.env.AWS_REGION } }));
    app.synth();
    const template = new DeployedTemplate(JSON.parse(fs.readFileSync(path.join(outdir, `${stackName}.template.json`), 'utf8')), stackName);
    Object.keys(template.resources('AWS::DynamoDB::Table')).forEach(id => createTable(template.nameOf(id)));
    const pipeline = new SimulatedPipeline(template, outdir, stackName);
    pipeline.publishAssets();
    pipeline.makeLogGroups();
    return pipeline;
  }

  private readonly stages: Action[][];
  private readonly projects: Record<string, any>;

  private constructor(private readonly template: DeployedTemplate, private readonly assembly: string, private readonly stackName: string) {
    this.projects = Object.fromEntries(Object.entries(template.resources('AWS::CodeBuild::Project')).map(([id, project]) => [template.nameOf(id), project]));
    const [pipeline] = Object.values<any>(template.resources('AWS::CodePipeline::Pipeline'));
    this.stages = pipeline?.Stages.map((stage: any) => stage.Actions.map((action: any) => this.actionOf(action))) ?? [];
  }

  /** The names of the actions, stage by stage. */
  public get actions(): string[][] {
    return this.stages.map(actions => actions.map(({ name }) => name));
  }

  /** Puts the assets where the deployment would have put them. */
  private publishAssets(): void {
    const buckets = new Set<string>(aws('s3api', 'list-buckets').Buckets.map(({ Name }: { Name: string }) => Name));
    for (const { file, bucket, key } of this.assets()) {
      if (!buckets.has(bucket)) {
        aws('s3api', 'create-bucket', '--bucket', bucket);
        buckets.add(bucket);
      }
      execFileSync('aws', ['s3', 'cp', '--only-show-errors', file, `s3://${bucket}/${key}`]);
    }
  }

  /** The groups that builds keep the logs of their gates in. */
  private makeLogGroups(): void {
    const groups = Object.values(this.projects).flatMap(({ Environment }) => Environment.EnvironmentVariables ?? [])
      .filter(({ Name }) => Name === 'LOG_GROUP').map(({ Value }) => Value);
    const known = new Set<string>(groups.length ? aws('logs', 'describe-log-groups').logGroups.map(({ logGroupName }: any) => logGroupName) : []);
    [...new Set<string>(groups)].filter(group => !known.has(group)).forEach(group => aws('logs', 'create-log-group', '--log-group-name', group));
  }

  /** The packed assets, and where they belong. */
  private assets(): { file: string; bucket: string; key: string }[] {
    const { files } = JSON.parse(fs.readFileSync(path.join(this.assembly, `${this.stackName}.assets.json`), 'utf8'));
    return Object.values<any>(files).filter(({ source }) => !source.path.endsWith('.template.json')).map(({ source, destinations }) => {
      const [{ bucketName, objectKey }] = Object.values<any>(destinations);
      const file = path.join(this.assembly, source.path);
      return { file: source.packaging === 'zip' ? packed(file) : file, bucket: this.template.resolve({ 'Fn::Sub': bucketName }), key: objectKey };
    });
  }

  /** Runs one project alone, as a webhook has it run at a commit. */
  public async build(project: RegExp, circumstances: Circumstances): Promise<BuildOutcome> {
    const [name] = Object.keys(this.projects).filter(id => project.test(id));
    return this.runProject(this.projects[name], { CODEBUILD_RESOLVED_SOURCE_VERSION: circumstances.variables?.CommitId ?? 'c0ffee'.padEnd(40, '0') }, circumstances, '');
  }

  /** Runs the project of this name alone, with variables of the build. */
  public start(name: string, variables: Record<string, string>, circumstances: Circumstances): Promise<BuildOutcome> {
    return this.runProject(this.projects[name], variables, circumstances, '');
  }

  /** The properties of all resources of a type, by their names. */
  public resources(type: string): Record<string, any> {
    return Object.fromEntries(Object.entries(this.template.resources(type)).map(([id, properties]) => [this.template.nameOf(id), properties]));
  }

  /** Runs the whole pipeline. */
  public async run(circumstances: Circumstances): Promise<Execution> {
    const known: Record<string, string> = { 'codepipeline.PipelineExecutionId': '00000000-0000-0000-0000-000000000000' };
    const actions: Record<string, BuildOutcome> = {};
    for (const stage of this.stages) {
      const orders = [...new Set(stage.map(({ runOrder }) => runOrder))].sort((a, b) => a - b);
      for (const order of orders) {
        const side = stage.filter(({ runOrder }) => runOrder === order);
        const outcomes = await Promise.all(side.map(action => this.runAction(action, known, circumstances)));
        side.forEach(({ name, namespace }, index) => {
          const outcome = outcomes[index];
          if (!outcome) return;
          actions[name] = outcome;
          Object.entries(outcome.exported).forEach(([variable, value]) => known[`${namespace}.${variable}`] = value);
        });
        if (outcomes.some(outcome => outcome?.status === 'FAILED')) {
          return { status: 'FAILED', actions };
        }
      }
    }
    return { status: 'SUCCEEDED', actions };
  }

  /** Runs one action alone, with what earlier ones exported given by hand. */
  public async action(name: string, variables: Record<string, string>, circumstances: Circumstances): Promise<BuildOutcome> {
    const { project, variables: own } = this.stages.flat().find(action => action.name === name)!;
    return this.runProject(project, { ...own, ...variables }, circumstances, name);
  }

  private actionOf({ Name, RunOrder = 1, Namespace = '', ActionTypeId, Configuration }: any): Action {
    const variables: any[] = JSON.parse(Configuration?.EnvironmentVariables ?? '[]');
    return {
      name: Name,
      runOrder: RunOrder,
      namespace: ActionTypeId.Category === 'Source' ? `source:${Namespace}` : Namespace,
      project: ActionTypeId.Provider === 'CodeBuild' ? this.projects[Configuration.ProjectName] : undefined,
      variables: Object.fromEntries(variables.map(({ name, value }) => [name, value])),
    };
  }

  private async runAction(action: Action, known: Record<string, string>, circumstances: Circumstances): Promise<BuildOutcome | undefined> {
    const { name, namespace, project, variables } = action;
    if (namespace.startsWith('source:')) {
      Object.entries(circumstances.variables ?? {}).forEach(([variable, value]) => known[`${namespace.slice('source:'.length)}.${variable}`] = value);
      return undefined;
    }
    if (!project) {
      return undefined; // an approval is given at once
    }
    const valueOf = (reference: string) => {
      if (!(reference in known)) {
        throw new Error(`action ${name} takes the variable ${reference}, which nothing exported`);
      }
      return known[reference];
    };
    const resolved = Object.fromEntries(Object.entries(variables)
      .map(([variable, value]) => [variable, value.replace(/#\{([^}]+)\}/g, (_, reference) => valueOf(reference))]));
    return this.runProject(project, resolved, circumstances, name);
  }

  private runProject(project: any, variables: Record<string, string>, circumstances: Circumstances, name: string): Promise<BuildOutcome> {
    const { source, path: stands, hosts, repository, began, published, environment: more } = circumstances;
    const own: any[] = project.Environment.EnvironmentVariables ?? [];
    const host = hosts?.[name] ?? process.env.ECR_HOST!;
    const environment = Object.entries<string>({ ...Object.fromEntries(own.map(({ Name, Value }) => [Name, Value])), ...variables });
    // the host with its slash stands before the name of a repository
    const elsewhere = (value: string) => value.replace(/^[^/]+\.amazonaws\.com\/(.*)$/, (_, given) => `${host}/${repository ?? given}`);
    return runBuildspec(project.Source.BuildSpec, {
      environment: {
        ...began === undefined ? {} : { CODEBUILD_START_TIME: String(began) },
        ...Object.fromEntries(environment.map(([key, value]) => [key, REPOSITORIES.includes(key) ? elsewhere(value) : value])),
        ...more,
      },
      source,
      path: stands,
      published,
    });
  }
}

/** A directory as a zip file. */
function packed(directory: string): string {
  const file = path.join(temporaryDirectory(), 'asset.zip');
  const pack = 'import shutil, sys; shutil.make_archive(sys.argv[1], "zip", sys.argv[2])';
  execFileSync('python3', ['-c', pack, file.slice(0, -'.zip'.length), directory]);
  return file;
}
