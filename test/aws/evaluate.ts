import { runSimulation } from '@cloud-copilot/iam-simulate';
import { DeployedTemplate } from '../deploy/template';
import { IamRequest } from './requests';

export const ACCOUNT = '123456789012';
export const REGION = 'eu-central-1';

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
      .filter(({ Type, Properties }) => Type === 'AWS::IAM::Policy' && Properties.Roles.some((reference: any) => reference.Ref === role))
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

  /** The projects of CodeBuild, by their logical ids. */
  public projects(): { id: string; role: string; step: string; variables: Record<string, string>; properties: any }[] {
    return Object.entries<any>(this.text.Resources).filter(([, { Type }]) => Type === 'AWS::CodeBuild::Project').map(([id, { Properties }]) => ({
      id,
      role: this.idOf(Properties.ServiceRole),
      step: / (\S+)$/.exec(JSON.parse(this.resolve(Properties.Source.BuildSpec)).phases.build.commands[0])![1],
      variables: Object.fromEntries((Properties.Environment.EnvironmentVariables ?? []).map(({ Name, Value }: any) => [Name, this.resolve(Value)])),
      properties: this.resolve(Properties),
    }));
  }
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
