import * as fs from 'fs';
import * as path from 'path';
import { App, Stack } from 'aws-cdk-lib';
import { isComplete, onEvent } from '../../lib/handlers/image-builds/index';
import { environmentFor, FakeAws, FakeBuild } from '../handlers/image-builds/fake-aws';
import { request } from '../handlers/image-builds/request';
import { BuildOutcome, runBuildspec } from './codebuild';
import { createTable } from './table';
import { DeployedTemplate } from './template';

/** How the deployment of a resource ended. */
export interface ResourceOutcome {
  readonly status: 'SUCCESS' | 'FAILED';
  readonly reason: string;
  readonly data: Record<string, string>;
  /** The builds that ran for it, in the order of their end. */
  readonly builds: BuildOutcome[];
}

const POLL = 300; // milliseconds

/**
 * Deploys the custom resources of images as CloudFormation does: the resolved template, our handlers, and CodeBuild's
 * projects as the template has them, whose buildspecs run for real. Lambda and the state machine are left out.
 */
export class SimulatedDeployment extends FakeAws {
  public static async begin(secrets: Record<string, string> = {}): Promise<SimulatedDeployment> {
    const simulated = new SimulatedDeployment(secrets);
    await simulated.listen();
    return simulated;
  }

  private template!: DeployedTemplate;
  private assembly = '';
  private outcomes: BuildOutcome[] = [];
  private requests = 0;
  private readonly running: Promise<void>[] = [];
  /** What the environment was before the handlers were pointed here. */
  private readonly emulator = { AWS_ENDPOINT_URL: process.env.AWS_ENDPOINT_URL! };
  private readonly properties = new Map<string, Record<string, unknown>>();

  /** @param secrets the values of secrets and parameters, by how a variable of CodeBuild names them */
  private constructor(private readonly secrets: Record<string, string>) {
    super();
  }

  /** Synthesizes a stack; what is deployed next is from it. */
  public synthesize(outdir: string, build: (stack: Stack) => void, stackName = 'Simulated'): DeployedTemplate {
    const app = new App({ outdir });
    build(new Stack(app, stackName));
    app.synth();
    this.assembly = outdir;
    this.template = new DeployedTemplate(JSON.parse(fs.readFileSync(path.join(outdir, `${stackName}.template.json`), 'utf8')), stackName);
    Object.keys(this.template.resources('AWS::DynamoDB::Table')).forEach(id => createTable(this.template.nameOf(id)));
    this.projects = Object.keys(this.template.resources('AWS::CodeBuild::Project')).map(id => this.template.nameOf(id));
    return this.template;
  }

  /** Creates, updates or deletes the one image that the stack has. */
  public async deploy(type: 'Create' | 'Update' | 'Delete' = 'Create'): Promise<ResourceOutcome> {
    const [[id, properties]] = Object.entries<any>(this.template.resources('Custom::NodejsImage'));
    this.outcomes = [];
    const event = request({
      RequestType: type,
      RequestId: `request-${++this.requests}`,
      LogicalResourceId: id,
      ResourceProperties: properties,
      ...type === 'Create' ? {} : { PhysicalResourceId: 'physical', OldResourceProperties: this.properties.get(id) },
    });
    const pointed = environmentFor(this.endpoint);
    const before = Object.keys(pointed).map(name => [name, process.env[name]!]);
    Object.assign(process.env, pointed);
    try {
      const started: any = await onEvent(event);
      for (;;) {
        const result: any = await isComplete({ ...event, ...started });
        if (result.IsComplete) {
          this.properties.set(id, properties);
          return { status: 'SUCCESS', reason: '', data: result.Data ?? {}, builds: this.outcomes };
        }
        await new Promise(resolve => setTimeout(resolve, POLL));
      }
    } catch (error: any) {
      return { status: 'FAILED', reason: error.message, data: {}, builds: this.outcomes };
    } finally {
      Object.assign(process.env, Object.fromEntries(before));
    }
  }

  /** Waits for the builds that a failed deployment left: what is stopped goes on here, and is in the outcome once it ended. */
  public async settled(): Promise<void> {
    await Promise.all(this.running.splice(0));
  }

  protected doStartBuild(input: any): unknown {
    const known = this.builds.length;
    const answer = super.doStartBuild(input);
    if (this.builds.length > known) {
      this.running.push(this.run(this.builds[known]));
    }
    return answer;
  }

  private async run(build: FakeBuild): Promise<void> {
    const [, project] = Object.entries<any>(this.template.resources('AWS::CodeBuild::Project')).find(([id]) => this.template.nameOf(id) === build.project)!;
    const variables: any[] = project.Environment.EnvironmentVariables ?? [];
    const outcome = await runBuildspec(project.Source.BuildSpec, {
      environment: {
        ...Object.fromEntries(variables.map(({ Name, Value, Type }) => [Name, (Type ?? 'PLAINTEXT') === 'PLAINTEXT' ? Value : this.secretOf(Value)])),
        ...build.variables,
        ...this.emulator,
        AWS_REGION: 'us-east-1',
        AWS_ACCESS_KEY_ID: 'testing',
        AWS_SECRET_ACCESS_KEY: 'testing',
      },
      source: build.input.sourceLocationOverride ? this.sourceOf(build.input.sourceLocationOverride) : undefined,
    });
    this.outcomes.push(outcome);
    this.logs[build.id] = outcome.log.split('\n').map(line => `${line}\n`);
    Object.assign(build, { status: outcome.status, digest: outcome.exported.IMAGE_DIGEST });
  }

  /** The directory of an asset, as the zip file at this place holds it. */
  private sourceOf(location: string): string {
    const manifest = fs.readdirSync(this.assembly).find(name => name.endsWith('.assets.json'))!;
    const { files } = JSON.parse(fs.readFileSync(path.join(this.assembly, manifest), 'utf8'));
    const asset = Object.values<any>(files).find(({ destinations }) => Object.values<any>(destinations).some(({ objectKey }) => location.endsWith(`/${objectKey}`)));
    return path.join(this.assembly, asset.source.path);
  }

  private secretOf(value: string): string {
    const name = Object.keys(this.secrets).find(key => value.includes(key));
    if (name === undefined) {
      throw new Error(`there is no secret ${value}`);
    }
    return this.secrets[name];
  }
}
