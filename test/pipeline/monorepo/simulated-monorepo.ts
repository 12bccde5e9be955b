import { spawnSync } from 'child_process';
import * as fs from 'fs';
import * as path from 'path';
import { App, Stack } from 'aws-cdk-lib';
import { Repository } from 'aws-cdk-lib/aws-codecommit';
import { ImageRepository, MonorepoImage, NodejsMonorepoPipeline, NodejsMonorepoPipelineProps, PipelineSource } from '../../../lib';
import { StateMachineRun, TaskFailure } from '../../../lib/cli/rehearse/machine/state-machine';
import { StepFailure } from '../../../lib/steps/step';
import { STEPS } from '../../../lib/steps/steps';
import { PlacedTemplate } from '../../aws/evaluate';
import { Resource } from '../../aws/limits';
import { fakeWorld, ProgramRun } from '../../steps/world';
import { temporaryDirectory } from '../../temporary';
import { MemoryAws } from './memory-aws';
import { evidenceOf, SimulatedImages } from './simulated-images';

/** What came of a push. */
export interface Push {
  readonly status: 'SUCCEEDED' | 'FAILED';
  /** The names of the images that were built, sorted. */
  readonly built: string[];
  /** The names of the images that were released, sorted. */
  readonly released: string[];
  /** What the steps said of themselves. */
  readonly said: string[];
  /** Why it failed. */
  readonly reason?: string;
  readonly detail?: string;
  /** The calls of AWS by the step that plans. */
  readonly planCalls: string[];
  readonly machine?: { readonly states: readonly string[]; readonly events: number; readonly mostAtOnce: number };
}

/** What a step is given: where it says what it does, its sources, and variables. */
interface StepGiven {
  readonly said: string[];
  readonly source?: string;
  readonly [variable: string]: any;
}

type SimulatedProps = Partial<NodejsMonorepoPipelineProps> & Pick<NodejsMonorepoPipelineProps, 'images'>;

/** The services of a generated monorepo as images. */
export function imagesOf(source: string, names: readonly string[]): MonorepoImage[] {
  return names.map(name => ({ name, directory: path.join(source, 'services', name), port: 8080 }));
}

/** A pipeline of a monorepo whose steps, state machine and program are the real ones; CodeBuild, the registry and AWS are in memory. */
export class SimulatedMonorepo {
  public readonly aws = new MemoryAws();
  public readonly store = new SimulatedImages();
  /** What has which tag in the registry: digests by references. */
  public readonly registry = this.store.references;
  /** The steps that ran after builds, with their images: `scan service-1`. */
  public readonly checks: string[] = [];
  /** The builds that were started, with the role and the variables of each. */
  public readonly builds: { image: string; role: string; source: string; variables: Record<string, string> }[] = [];
  /** The template of the pipeline, as the CDK wrote it. */
  public text!: string;
  /** What the state machine knows of each image. */
  public images!: Record<string, { role: string; repository: string; uri: string; variables: { Name: string; Value: string }[] }>;
  private template!: PlacedTemplate;
  private projects!: Record<string, any>;
  private assembly!: string;
  /** The calls of pull requests that write something. */
  public readonly written: string[] = [];
  private failing: readonly string[] = [];
  private began = 1_790_000_000_000;
  private pushes = 0;

  /** @param repositoriesBeside whether the repositories are in a stack beside that of the pipeline */
  constructor(sourceRoot: string, props: SimulatedProps | ((stack: Stack) => SimulatedProps), private readonly repositoriesBeside = false) {
    this.deploy(sourceRoot, props);
  }

  /** Synthesizes it anew, and keeps what is in the table and the registry. */
  public deploy(sourceRoot: string, given: SimulatedProps | ((stack: Stack) => SimulatedProps)): void {
    this.assembly = temporaryDirectory();
    const app = new App({ outdir: this.assembly });
    const stack = new Stack(app, 'Simulated');
    const props = typeof given === 'function' ? given(stack) : given;
    const beside = this.repositoriesBeside && new Stack(app, 'Repositories');
    const images = props.images.map(image => beside
      ? { ...image, repository: new ImageRepository(beside, image.name, { repositoryName: `team/${image.name}`, movingTags: ['main'] }) } : image);
    new NodejsMonorepoPipeline(stack, 'Services', {
      source: PipelineSource.codeCommit(Repository.fromRepositoryName(stack, 'Sources', 'sources'), { pullRequests: false }), sourceRoot, ...props, images,
    });
    app.synth();
    this.text = fs.readFileSync(path.join(this.assembly, 'Simulated.template.json'), 'utf8');
    this.template = new PlacedTemplate(JSON.parse(this.text), 'simulated');
    const [{ DefinitionString }] = Object.values<any>(this.template.resources('AWS::StepFunctions::StateMachine'));
    this.images = JSON.parse(DefinitionString).States.Images.Assign.images;
    this.projects = Object.fromEntries(this.template.projects().map(({ id, ...project }) => [this.template.nameOf(id), project]));
  }

  /** Runs the pipeline on a copy of the sources. */
  public async push(source: string, { failing = [], lost = [], commit = 'c0ffee' }: { failing?: readonly string[]; lost?: readonly string[]; commit?: string } = {}): Promise<Push> {
    this.pushes++;
    this.began += 1000;
    lost.forEach(reference => this.registry.delete(reference));
    const [builtBefore, callsBefore] = [this.builds.length, this.aws.calls.length];
    const said: string[] = [];
    const planned = await this.step(this.projectOf('plan-images'), { source, SOURCE_VERSION: commit.padEnd(40, '0'), said });
    const planCalls = this.aws.calls.slice(callsBefore);
    if (planned.reason !== undefined) return { status: 'FAILED', built: [], released: [], said, reason: planned.reason, detail: planned.detail, planCalls };
    const definition = Object.values<any>(this.template.resources('AWS::StepFunctions::StateMachine'))[0].DefinitionString;
    let released: Awaited<ReturnType<SimulatedMonorepo['step']>> | undefined;
    const machine = new StateMachineRun(JSON.parse(definition), { context: { Execution: { Name: `execution-${this.pushes}` } }, tasks: {
      'dynamodb:getItem': async input => this.aws.call('dynamodb', 'GetItem', input),
      'aws-sdk:s3:putObject': async input => this.aws.call('s3', 'PutObject', { ...input, Body: JSON.stringify(input.Body) }),
      'codebuild:startBuild.sync': async input => {
        if ('ServiceRoleOverride' in input) return this.build(input, failing);
        const variables = Object.fromEntries(input.EnvironmentVariablesOverride.map(({ Name, Value }: any) => [Name, Value]));
        const outcome = await this.step(input.ProjectName, { ...variables, said });
        if ('HANDED_ON' in variables) released = outcome;
        else this.checks.push(`${this.stepOf(input.ProjectName)} ${this.imageAt(variables.REPOSITORY)}`);
        if (outcome.reason !== undefined) throw new TaskFailure('States.TaskFailed', JSON.stringify({ Build: { Arn: `arn:aws:codebuild:eu-central-1:123456789012:build/${this.stepOf(input.ProjectName)}:1` } }));
        return { Build: {} };
      },
    } });
    const execution = await machine.start(JSON.parse(fs.readFileSync(path.join(planned.work, 'machine', 'input.json'), 'utf8')));
    return {
      status: execution.status,
      built: this.builds.slice(builtBefore).map(({ image }) => image).sort(),
      released: said.flatMap(line => / is released: /.test(line) ? line.split(' ')[0] : []).sort(),
      said,
      reason: released?.reason ?? execution.error,
      detail: released?.detail,
      planCalls,
      machine: { states: execution.states, events: execution.events, mostAtOnce: machine.mostAtOnce },
    };
  }

  /** Runs what is run for a pull request: the gates of the images that are named do not pass. */
  public async pullRequest(source: string, failing: readonly string[] = []) {
    const said: string[] = [];
    const calls = this.aws.calls.length;
    this.failing = failing;
    const { reason, detail, work } = await this.step(this.projectOf('pull-request-images'), { source, said });
    const built = said.flatMap(line => /^\S+ is built$/.test(line) ? [line.split(' ')[0]] : []);
    const reports = fs.existsSync(path.join(work!, 'reports')) ? fs.readdirSync(path.join(work!, 'reports')) : [];
    this.written.push(...this.aws.calls.slice(calls).filter(call => /Put|Delete/.test(call)));
    return { said, built, reason, detail, reports };
  }

  /** The resources of the template; a role has its name. */
  public resources(): Resource[] {
    return Object.entries<any>(JSON.parse(this.text).Resources).map(([id, { Type, Properties = {} }]) => ({
      id, type: Type, properties: { ...this.template.resolve(Properties), ...Type === 'AWS::IAM::Role' ? { name: this.template.nameOf(id) } : {} },
    }));
  }

  /** The digests that the tags of a repository have. */
  public tagsOf(image: string): Record<string, string> {
    return Object.fromEntries([...this.registry].filter(([reference]) => reference.split('/').slice(1).join('/').startsWith(`${this.repositoryOf(image)}:`))
      .map(([reference, digest]) => [reference.split(':').at(-1)!, digest]));
  }

  public repositoryOf(image: string): string {
    const { uri } = this.images[image];
    return uri.slice(uri.indexOf('/') + 1);
  }

  /** CodeBuild: an image of the content is pushed and recorded, where no gate fails. */
  private async build(input: any, failing: readonly string[]): Promise<object> {
    const variables: Record<string, string> = Object.fromEntries(input.EnvironmentVariablesOverride.map(({ Name, Value }: any) => [Name, Value]));
    const image = Object.entries(this.images).find(([, { role }]) => role === input.ServiceRoleOverride)?.[0];
    if (image === undefined) throw new Error(`there is no role ${input.ServiceRoleOverride}`);
    if (!this.aws.objects.has(input.SourceLocationOverride)) throw new Error(`there is no source ${input.SourceLocationOverride}`);
    this.builds.push({ image, role: input.ServiceRoleOverride, source: input.SourceLocationOverride, variables });
    await new Promise(resolve => setImmediate(resolve));
    const arn = `arn:aws:codebuild:eu-central-1:123456789012:build/images:${this.builds.length}`;
    if ([image, `${image}${this.projects[input.ProjectName].variables.TAG_SUFFIX}`].some(name => failing.includes(name))) throw new TaskFailure('States.TaskFailed', JSON.stringify({ Build: { Arn: arn, BuildStatus: 'FAILED' } }));
    const name = `${variables.CONTENT_TAG}${this.projects[input.ProjectName].variables.TAG_SUFFIX ?? ''}`;
    const digest = this.store.push(variables.REPOSITORY, name);
    this.aws.put({ Repository: { S: this.repositoryOf(image) }, Tag: { S: name }, Digest: { S: digest }, Built: { S: `${arn}|2026-09-21T00:00:00Z|2026-09-21T00:01:00Z` }, Evidence: { S: evidenceOf(variables) } });
    return { Build: { Arn: arn, BuildStatus: 'SUCCEEDED' } };
  }

  /** Runs a step with the variables of its project. */
  private async step(name: string, { said, source, ...given }: StepGiven): Promise<{ work: string; reason?: string; detail?: string }> {
    const project = this.projects[name];
    const world = fakeWorld({
      variables: { ...project.variables, CODEBUILD_BUILD_ID: `project:${this.pushes}`, CODEBUILD_BUILD_ARN: `arn:aws:codebuild:eu-central-1:123456789012:build/project:${this.pushes}`,
        CODEBUILD_START_TIME: String(this.began), ...given },
      run: run => this.program(run),
      fetch: this.store.registry.fetch,
    });
    if (source !== undefined) fs.cpSync(source, world.source, { recursive: true });
    fs.mkdirSync(world.work, { recursive: true });
    const { PLAN, SCAN_FILE } = project.variables;
    if (PLAN !== undefined) this.aws.objects.set(PLAN, Buffer.from(this.assetWith(this.stepOf(name) === 'plan-images' ? 'plan.json' : 'pull-requests.json')));
    if (SCAN_FILE !== undefined) this.aws.objects.set(SCAN_FILE, Buffer.from(this.assetWith('scan.json')));
    const own = { ...world, aws: { call: async (service: string, operation: string, input: object) => this.aws.call(service, operation, input) } };
    try {
      await STEPS[this.stepOf(name)](own);
      return { work: world.work };
    } catch (error) {
      if (!(error instanceof StepFailure)) throw error;
      return { work: world.work, reason: error.reason, detail: error.detail };
    } finally {
      said.push(...world.said);
    }
  }

  /** The name of the project that runs a step, and the step that a project runs. */
  private projectOf(step: string): string {
    return Object.keys(this.projects).find(name => this.stepOf(name) === step)!;
  }

  private stepOf(project: string): keyof typeof STEPS {
    return JSON.parse(this.projects[project].properties.Source.BuildSpec).phases.build.commands[0].split(' ').at(-1);
  }

  private imageAt(uri: string): string {
    return Object.entries(this.images).find(([, image]) => image.uri === uri)![0];
  }

  /** The directory of the asset that has a file, in place of its archive. */
  private assetWith(file: string): string {
    const { files } = JSON.parse(fs.readFileSync(path.join(this.assembly, 'Simulated.assets.json'), 'utf8'));
    const directories = Object.values<any>(files).map(({ source }) => path.join(this.assembly, source.path));
    return directories.find(directory => fs.existsSync(path.join(directory, file)))!;
  }

  /** A build: each gate leaves its exit code, and that of an image that is to fail is another one. */
  private gates(words: readonly string[]): object {
    const directory = words.find(word => word.startsWith('type=local,dest='))?.slice('type=local,dest='.length);
    if (directory === undefined) return {};
    const code = this.failing.some(name => directory.includes(`/images/${name}/`)) ? '1' : '0';
    words.filter(word => word.startsWith('gate-')).forEach(word => {
      fs.mkdirSync(path.join(directory, word.slice('gate-'.length)), { recursive: true });
      fs.writeFileSync(path.join(directory, word.slice('gate-'.length), 'exit-code'), `${code}\n`);
    });
    return {};
  }

  private program({ program, words, variables }: ProgramRun): { code?: number; stdout?: string; stderr?: string } {
    if (program === 'unzip' && words[0] === '-p') {
      return { stdout: fs.readFileSync(path.join(fs.readFileSync(words[1], 'utf8'), words[2]), 'utf8') };
    }
    if (program === 'unzip') {
      fs.symlinkSync(fs.readFileSync(words[1], 'utf8'), words[3]);
      return {};
    }
    if (program === 'node' || program === 'tar') {
      const { status, stdout, stderr } = spawnSync(program === 'node' ? process.execPath : program, [...words], { encoding: 'utf8', env: { NODE_NO_WARNINGS: '1', ...variables }, maxBuffer: 2 ** 30 });
      return { code: status ?? 1, stdout, stderr };
    }
    if (words[0] === 'login') return {};
    if (words[1] === 'build') return this.gates(words);
    if (words[1] === 'rm') return {};
    if (words[1] === 'imagetools') return this.store.imagetools(words.slice(2));
    throw new Error(`nobody stands for ${program} ${words.join(' ')}`);
  }
}
