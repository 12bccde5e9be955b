import { randomUUID } from 'crypto';
import { CommandError } from '../../exit-code';
import { BuildMachine, BuildProject, Run } from '../assembly/action';
import { variablesOf } from '../assembly/build-machine';
import { Objects } from '../aws/objects';
import { Refusal } from '../aws/refusal';
import { Tables } from '../aws/tables';
import { partLabel, PartResult } from '../builds/result';
import { Ability, platformsOf, verdictOnStep } from '../builds/rules';
import { BuildMeans, buildStep } from '../builds/step-build';
import { ownVariables } from '../builds/variables';
import { StateMachineRun, TaskFailure } from './state-machine';

/** Means of the rehearsal of a state machine. */
export interface MachineMeans extends BuildMeans, Ability {
  readonly tables: Pick<Tables, 'call'>;
  readonly objects: Pick<Objects, 'get' | 'put'>;
}

/** Outcome of a state machine. */
export interface MachineResult {
  readonly parts: readonly PartResult[];
  /** Cause of its failure, as Step Functions has it; nothing where it did not fail. */
  readonly error?: string;
}

/** Names of what builds of a state machine do, by their steps. */
const NAMES: { readonly [step: string]: string } = { 'build': 'Build', 'publish': 'Index', 'scan': 'Scan', 'attest': 'Attest', 'release-images': 'Release' };

/**
 * Runs the state machine of a monorepo as it is in the template, its builds one after another: the stages of one are built side by side
 * already, the lines of two would be mixed, and of an image all is told in one place.
 */
export class MachineRehearsal {
  private readonly parts: PartResult[] = [];
  /** Endings of names of images that are not built. */
  private readonly suffixes: readonly string[];

  constructor(private readonly run: Run, private readonly machine: BuildMachine, private readonly means: MachineMeans) {
    this.suffixes = platformsOf(machine).filter(({ platform }) => !means.builds(platform)).map(({ suffix }) => suffix);
  }

  /** @param input Artifact of the plan. */
  public async result(input: Buffer): Promise<MachineResult> {
    const { tables, objects } = this.means;
    const machine = new StateMachineRun(this.machine.definition, {
      context: { Execution: { Name: randomUUID() } },
      atOnce: 1,
      tasks: {
        'dynamodb:getItem': async argument => recordOf(tables, argument),
        'aws-sdk:s3:putObject': async ({ Bucket, Key, Body }) => {
          objects.put(`${Bucket}/${Key}`, Buffer.from(JSON.stringify(Body)));
          return {};
        },
        'codebuild:startBuild.sync': argument => this.start(argument),
      },
    });
    const { error } = await machine.start(JSON.parse(input.toString('utf8')));
    return { parts: this.parts, error };
  }

  /** A build as the state machine starts it; the role that it is started with is left to the account. */
  private async start({ ProjectName, SourceLocationOverride, EnvironmentVariablesOverride = [] }: any): Promise<object> {
    const project = this.withVariables(ProjectName, EnvironmentVariablesOverride);
    const values = ownVariables(project);
    const part = { image: this.imageAt(values.REPOSITORY), name: nameOf(project, values), step: project.step };
    const verdict = verdictOnStep(project.step, values, this.means) ?? { kind: 'not rehearsed', text: `${ProjectName} is not of this library` };
    if (verdict.kind !== 'run') {
      this.parts.push({ ...part, kind: 'not rehearsed', text: verdict.text });
      return { Build: { BuildStatus: 'SUCCEEDED' } };
    }
    const { outcome: { arn, status }, shown } = await buildStep({
      label: partLabel(part),
      run: this.run,
      project,
      // no scan is rehearsed, so that none is stated
      values: 'SCANNED' in values ? { ...values, SCANNED: '' } : values,
      source: { archive: this.sourceAt(SourceLocationOverride) },
      suffixes: this.suffixes,
    }, this.means);
    this.parts.push({ ...part, ...shown });
    if (status === 'FAILED') throw new TaskFailure('States.TaskFailed', JSON.stringify({ Build: { Arn: arn, BuildStatus: status } }));
    return { Build: { Arn: arn, BuildStatus: status } };
  }

  /** A project with the variables that go before its own; those of an image have its repository among them. */
  private withVariables(name: string, given: readonly any[]): BuildProject {
    const project = this.machine.projects.get(name);
    if (!project) throw new CommandError(`the state machine ${this.machine.name} starts the project ${name}, which its template does not have`);
    const all = [...project.variables, ...variablesOf(given, this.imageAt(given.find(({ Name }) => Name === 'REPOSITORY')?.Value))].map(variable => [variable.name, variable] as const);
    return { ...project, variables: [...new Map(all).values()] };
  }

  private imageAt(repository: string | undefined): string | undefined {
    return this.machine.images.find(({ uri }) => uri === repository)?.name;
  }

  private sourceAt(place: string | undefined): Buffer | undefined {
    const archive = place === undefined ? undefined : this.means.objects.get(place);
    if (place !== undefined && !archive) throw new CommandError(`the state machine ${this.machine.name} takes a source from ${place}, which no build left there`);
    return archive;
  }
}

/** A record, or the refusal of the table as Step Functions names it. */
function recordOf(tables: Pick<Tables, 'call'>, argument: object): object {
  try {
    return tables.call('GetItem', argument);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    throw new TaskFailure(`DynamoDB.${error.code}`, error.message);
  }
}

/** Name of a build; of one for a platform among several, with it. */
function nameOf({ step = '', name }: BuildProject, { PLATFORM, TAG_SUFFIX }: Readonly<Record<string, string>>): string {
  return [NAMES[step] ?? name, ...step === 'build' && TAG_SUFFIX ? [PLATFORM] : []].join(' ');
}
