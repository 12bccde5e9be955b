import { statementLines, trustText } from './policy-text';
import { lineText, Value, valueText } from './value-text';

/** How a type of resource is shown, beyond its plain settings. */
interface Details {
  /** Properties that the lines show. */
  readonly shown: string[];
  readonly lines: (properties: Value) => string[];
}

const RESOURCE_POLICY: Details = { shown: ['PolicyDocument'], lines: ({ PolicyDocument }) => statementLines(PolicyDocument) };

/** What of a type is worth a review, by type. */
export const DETAILS: { readonly [type: string]: Details } = {
  'AWS::IAM::Role': {
    shown: ['AssumeRolePolicyDocument', 'Policies'],
    lines: ({ AssumeRolePolicyDocument, Policies }) => [
      `taken by ${trustText(AssumeRolePolicyDocument)}`,
      ...(Policies ?? []).flatMap(({ PolicyDocument }: Value) => statementLines(PolicyDocument)),
    ],
  },
  'AWS::KMS::Key': { shown: ['KeyPolicy'], lines: ({ KeyPolicy }) => statementLines(KeyPolicy) },
  'AWS::S3::BucketPolicy': RESOURCE_POLICY,
  'AWS::SNS::TopicPolicy': RESOURCE_POLICY,
  'AWS::SQS::QueuePolicy': RESOURCE_POLICY,
  'AWS::ECR::Repository': {
    shown: ['LifecyclePolicy', 'ImageTagMutabilityExclusionFilters', 'RepositoryPolicyText'],
    lines: ({ LifecyclePolicy, ImageTagMutabilityExclusionFilters, RepositoryPolicyText }) => [
      ...(ImageTagMutabilityExclusionFilters ?? []).map((filter: Value) => `tags that may move: ${filter.ImageTagMutabilityExclusionFilterValue}`),
      ...(LifecyclePolicy ? JSON.parse(LifecyclePolicy.LifecyclePolicyText).rules.map(lifecycleLine) : []),
      ...(RepositoryPolicyText ? statementLines(RepositoryPolicyText) : []),
    ],
  },
  'AWS::CodeBuild::Project': {
    shown: ['Environment', 'Source', 'LogsConfig', 'Triggers'],
    lines: ({ Environment, Source, Triggers }) => [
      `runs on ${Environment.Type} ${Environment.ComputeType} ${lineText(Environment.Image)}${Environment.PrivilegedMode ? ', privileged' : ''}`,
      ...(Triggers?.FilterGroups ?? []).map((group: Value) => `started by ${group.map(({ Type, Pattern }: Value) => `${Type} ${lineText(Pattern)}`).join(' and ')}`),
      ...(Environment.EnvironmentVariables ?? []).map(({ Name, Type, Value: value }: Value) => `variable ${Name}${(Type ?? 'PLAINTEXT') === 'PLAINTEXT' ? '' : ` of ${Type}`}: ${lineText(value)}`),
      `source ${Source.Type}${Source.Location ? ` ${lineText(Source.Location)}` : ''}`,
      ...buildspecLines(Source.BuildSpec),
    ],
  },
  'AWS::CodePipeline::Pipeline': {
    shown: [],
    lines: ({ Stages }) => Stages.flatMap(({ Name, Actions, ...conditions }: Value) => [
      `stage ${Name}${Object.keys(conditions).map(condition => `, ${condition}`).join('')}`,
      ...Actions.flatMap(actionLines).map((line: string) => `  ${line}`),
    ]),
  },
  'AWS::StepFunctions::StateMachine': {
    shown: ['DefinitionString'],
    lines: ({ DefinitionString }) => stateLines(JSON.parse(valueText(DefinitionString))),
  },
  'AWS::Lambda::Function': {
    shown: ['Code', 'Environment'],
    lines: ({ Code, Environment }) => [
      `code ${Code.ImageUri ? lineText(Code.ImageUri) : 'of an asset'}`,
      ...Object.entries(Environment?.Variables ?? {}).map(([name, value]) => `variable ${name}: ${lineText(value)}`),
    ],
  },
  'AWS::ECS::TaskDefinition': {
    shown: [],
    lines: ({ ContainerDefinitions }) => ContainerDefinitions.flatMap((container: Value) => [
      `container ${container.Name} of ${lineText(container.Image)}${container.ReadonlyRootFilesystem ? ', read-only' : ''}`,
      ...(container.PortMappings ?? []).map(({ ContainerPort, Protocol }: Value) => `  port ${ContainerPort} ${Protocol}`),
      ...(container.Environment ?? []).map(({ Name, Value: value }: Value) => `  variable ${Name}: ${lineText(value)}`),
      ...(container.Secrets ?? []).map(({ Name, ValueFrom }: Value) => `  secret ${Name}: ${lineText(ValueFrom)}`),
      ...(container.HealthCheck ? [`  healthy by ${lineText(container.HealthCheck.Command.join(' '))}`] : []),
    ]),
  },
  'AWS::Events::Rule': {
    shown: [],
    lines: ({ EventPattern, Targets }) => [
      ...(EventPattern ? [`on ${valueText(EventPattern)}`] : []),
      ...(Targets ?? []).map(({ Arn }: Value) => `starts ${lineText(Arn)}`),
    ],
  },
  'AWS::EC2::SecurityGroup': {
    shown: [],
    lines: ({ SecurityGroupIngress, SecurityGroupEgress }) => [
      ...(SecurityGroupIngress ?? []).map((rule: Value) => `in  ${ruleText(rule)}`), ...(SecurityGroupEgress ?? []).map((rule: Value) => `out ${ruleText(rule)}`),
    ],
  },
};

function ruleText({ CidrIp, IpProtocol, FromPort, ToPort }: Value): string {
  return `${lineText(CidrIp ?? 'a group')} ${IpProtocol === '-1' ? 'all' : `${IpProtocol} ${FromPort}-${ToPort}`}`;
}

function lifecycleLine({ rulePriority, description, selection }: Value): string {
  const of = selection.tagPatternList ?? selection.tagPrefixList ?? [selection.tagStatus];
  return `images expire ${rulePriority}: ${of.join(' ')}, ${selection.countType} ${selection.countNumber}${selection.countUnit ? ` ${selection.countUnit}` : ''} (${description})`;
}

/** An action of a pipeline, and what it gives the project that it runs. */
function actionLines({ Name, RunOrder, ActionTypeId, Configuration }: Value): string[] {
  const { EnvironmentVariables, ...configuration } = Configuration ?? {};
  const entries = Object.entries(configuration).map(([name, value]) => `, ${name} ${lineText(value)}`);
  const variables = EnvironmentVariables ? JSON.parse(valueText(EnvironmentVariables)) : [];
  return [
    `${RunOrder ?? 1}. ${Name}: ${ActionTypeId.Provider}${entries.join('')}`,
    ...variables.map(({ name, value }: Value) => `     variable ${name}: ${lineText(value)}`),
  ];
}

/** The states of a state machine, in their order, those within others after them. */
function stateLines({ StartAt, States }: Value): string[] {
  return Object.entries<Value>(States).flatMap(([name, state]) => [
    `state ${name}${name === StartAt ? ' (first)' : ''}: ${state.Type}${state.Resource ? ` ${lineText(state.Resource)}` : ''}${state.Next ? `, then ${state.Next}` : ''}`,
    ...(state.Choices ?? []).map((choice: Value) => `  to ${choice.Next} if ${lineText(choice.Condition ?? choice)}`),
    ...(state.Catch ?? []).map((caught: Value) => `  to ${caught.Next} on ${caught.ErrorEquals.join(' ')}`),
    ...[state.ItemProcessor, state.Iterator, ...(state.Branches ?? [])].filter(Boolean).flatMap(stateLines).map(line => `  ${line}`),
  ]);
}

/** A buildspec by its phases. Most are JSON in which names of resources are put together. */
function buildspecLines(buildspec: Value): string[] {
  if (buildspec === undefined) return [];
  const { phases, reports, artifacts, env } = JSON.parse(valueText(buildspec));
  return [
    ...Object.entries<Value>(env?.['exported-variables'] ? { 'exported variables': env['exported-variables'] } : {}).map(([name, values]) => `${name}: ${values.join(' ')}`),
    ...Object.entries<Value>(phases ?? {}).flatMap(([phase, { commands, finally: last, ...options }]) => [
      `${phase}${Object.entries(options).map(([name, value]) => `, ${name} ${value}`).join('')}:`,
      ...commands.map((command: string) => `  ${lineText(command)}`),
      ...(last ?? []).map((command: string) => `  finally ${lineText(command)}`),
    ]),
    ...Object.entries<Value>(reports ?? {}).map(([group, { 'file-format': format, files, 'base-directory': base }]) => `reports ${group}: ${format} ${base ? `${base}/` : ''}${files.join(' ')}`),
    ...(artifacts ? [`artifacts: ${artifacts.files?.join(' ')}${artifacts['base-directory'] ? ` of ${artifacts['base-directory']}` : ''}`] : []),
  ];
}
