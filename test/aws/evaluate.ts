import { runSimulation } from '@cloud-copilot/iam-simulate';
import { DeployedTemplate } from '../deploy/template';
import { Resource } from './limits';
import { IamRequest } from './requests';

export const ACCOUNT = '123456789012';
export const REGION = 'eu-central-1';

/** A project of CodeBuild, and what it is told. */
export interface Project {
  readonly id: string;
  /** The logical id of its role. */
  readonly role: string;
  /** What of the program it runs. */
  readonly step: string;
  readonly variables: Record<string, string>;
  readonly properties: any;
}

/** A project, by its name, and what something that runs it tells it. */
interface Told {
  readonly id: string;
  readonly name: string;
  readonly variables: Record<string, string>;
}

/** A template whose resources have the ARNs that their services give them. */
export class PlacedTemplate extends DeployedTemplate {
  constructor(private readonly text: any, name = 'Stack') {
    super(text, name);
  }

  public ref(name: string): string {
    const pseudo: Record<string, string> = { 'AWS::AccountId': ACCOUNT, 'AWS::Region': REGION, 'AWS::Partition': 'aws', 'AWS::URLSuffix': 'amazonaws.com' };
    return pseudo[name] ?? super.ref(name);
  }

  public attribute(logicalId: string, attribute: string): string {
    const name = this.nameOf(logicalId);
    const { Type } = this.text.Resources[logicalId];
    if (Type.startsWith('Custom::')) return `${logicalId}.${attribute}`;
    return (attribute === 'Arn' ? ARNS[Type]?.(name) : undefined) ?? super.attribute(logicalId, attribute);
  }

  /** Pipelines are known by the names that they are given. */
  public nameOf(logicalId: string): string {
    const { Type, Properties } = this.text.Resources[logicalId];
    return Type === 'AWS::CodePipeline::Pipeline' ? Properties.Name : super.nameOf(logicalId);
  }

  /** The logical id that a reference to a resource has. */
  public idOf(reference: any): string {
    return reference.Ref ?? reference['Fn::GetAtt'][0];
  }

  /** The statements of a role, of all its policies. */
  public statementsOf(role: string): any[] {
    return Object.values<any>(this.text.Resources)
      .filter(({ Type, Properties }) => /^AWS::IAM::(Managed)?Policy$/.test(Type) && (Properties.Roles ?? []).some((reference: any) => reference.Ref === role))
      .concat((this.text.Resources[role]?.Properties.ManagedPolicyArns ?? []).flatMap(({ Ref }: any) => this.text.Resources[Ref] ?? []))
      .flatMap(({ Properties }) => this.resolve(Properties.PolicyDocument.Statement));
  }

  /** The URI of the first repository whose logical id begins so. */
  public repositoryUri(prefix: string): string {
    const id = Object.keys(this.text.Resources).find(name => name.startsWith(prefix) && this.text.Resources[name].Type === 'AWS::ECR::Repository')!;
    return `${ACCOUNT}.dkr.ecr.${REGION}.amazonaws.com/${this.nameOf(id)}`;
  }

  /** The logical ids of the resources of a type that begin so. */
  public ids(type: string, prefix = ''): string[] {
    return Object.entries<any>(this.text.Resources).filter(([id, { Type }]) => Type === type && id.startsWith(prefix)).map(([id]) => id);
  }

  /** What runs projects of CodeBuild, with all that it tells them: actions of pipelines, schedules, and projects that run alone. */
  public runs(): Project[] {
    const projects = this.projects();
    const told = [...this.actions(), ...this.schedules()];
    return [
      ...told.map(({ id, name, variables }) => {
        const project = projects.find(one => this.nameOf(one.id) === name)!;
        return { ...project, id, variables: { ...project.variables, ...variables } };
      }),
      ...projects.filter(({ id }) => !told.some(({ name }) => name === this.nameOf(id))),
    ];
  }

  private actions(): Told[] {
    return Object.values(this.resources('AWS::CodePipeline::Pipeline')).flatMap(({ Name, Stages }) => Stages.flatMap(({ Name: stage, Actions }: any) =>
      Actions.filter(({ ActionTypeId }: any) => ActionTypeId.Provider === 'CodeBuild').map(({ Name: action, Configuration: { ProjectName, EnvironmentVariables = '[]' } }: any) => ({
        id: `${Name} ${stage} ${action}`, name: ProjectName, variables: Object.fromEntries(JSON.parse(EnvironmentVariables).map(({ name, value }: any) => [name, value])),
      }))));
  }

  private schedules(): Told[] {
    return Object.entries<any>(this.resources('AWS::Scheduler::Schedule')).map(([id, { Target: { Input } }]) => {
      const { ProjectName, EnvironmentVariablesOverride } = JSON.parse(Input);
      return { id, name: ProjectName, variables: Object.fromEntries(EnvironmentVariablesOverride.map(({ Name, Value }: any) => [Name, Value])) };
    });
  }

  /** The projects of CodeBuild, by their logical ids. */
  public projects(): Project[] {
    return Object.entries<any>(this.text.Resources).filter(([, { Type }]) => Type === 'AWS::CodeBuild::Project').map(([id, { Properties }]) => ({
      id,
      role: this.idOf(Properties.ServiceRole),
      step: / (\S+)$/.exec(JSON.parse(this.resolve(Properties.Source.BuildSpec)).phases.build.commands[0])![1],
      variables: Object.fromEntries((Properties.Environment.EnvironmentVariables ?? []).map(({ Name, Value }: any) => [Name, this.resolve(Value)])),
      properties: this.resolve(Properties),
    }));
  }
}

/** The resources of a template, resolved; a role has its name. */
export function resourcesOf(text: any, name: string): Resource[] {
  const template = new PlacedTemplate(text, name);
  return Object.entries<any>(text.Resources ?? {}).map(([id, { Type, Properties = {} }]) => ({
    id, type: Type, properties: { ...template.resolve(Properties), ...Type === 'AWS::IAM::Role' ? { name: template.nameOf(id) } : {} },
  }));
}

const arn = (service: string, kind: string) => (name: string): string => `arn:aws:${service}:${REGION}:${ACCOUNT}:${kind}${name}`;

const ARNS: Record<string, (name: string) => string> = {
  'AWS::IAM::Role': name => `arn:aws:iam::${ACCOUNT}:role/${name}`,
  'AWS::S3::Bucket': name => `arn:aws:s3:::${name}`,
  'AWS::Logs::LogGroup': name => `arn:aws:logs:${REGION}:${ACCOUNT}:log-group:${name}:*`,
  'AWS::Lambda::Function': arn('lambda', 'function:'),
  'AWS::CodeBuild::ReportGroup': arn('codebuild', 'report-group/'),
  'AWS::ECS::Service': name => `arn:aws:ecs:${REGION}:${ACCOUNT}:service/${name}`,
};

/** Whether IAM lets a role with these statements do it, and what the simulation has to say of the request itself. */
export async function decision(statements: any[], { action, resource, context = {} }: IamRequest): Promise<string> {
  const result = await runSimulation({
    request: { principal: `arn:aws:iam::${ACCOUNT}:role/step`, action, resource: { resource, accountId: ACCOUNT }, contextVariables: context },
    identityPolicies: [{ name: 'role', policy: { Version: '2012-10-17', Statement: statements } }],
    serviceControlPolicies: [{ orgIdentifier: 'root', policies: [{ name: 'all', policy: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] } }] }],
    resourceControlPolicies: [],
    ...action.startsWith('kms:') ? { resourcePolicy: KEY_POLICY } : {},
  }, {});
  return result.resultType === 'error' ? JSON.stringify(result.errors) : (result as any).overallResult;
}

/** A key lets its account decide. */
const KEY_POLICY = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` }, Action: 'kms:*', Resource: '*' }] };
