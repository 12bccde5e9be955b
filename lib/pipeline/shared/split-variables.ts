import { DefaultTokenResolver, IPostProcessor, IResolvable, IResolveContext, Reference, StringConcat, Tokenization } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { PipelineError } from '../pipeline-error';

/**
 * Most characters that the variables of an action may have together, as JSON.
 *
 * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/limits.html
 */
const MOST_CHARACTERS = 1_000;

/** How long something is that is known only while deploying: a name that CloudFormation makes, and a piece of another one. */
const NAME = 90;
const PIECE = 16;
const KNOWN: { readonly [name: string]: number } = { 'AWS::Region': 14, 'AWS::AccountId': 12, 'AWS::Partition': 10, 'AWS::URLSuffix': 16, 'RepositoryUri': 135, 'Arn': 135 };

/** How long the name is of what another action gives, before that action is in a pipeline. */
const OF_ACTION = 50;

export type Variables = { readonly [name: string]: string };

/** Values as long as they will be. */
class Lengths extends DefaultTokenResolver {
  constructor() {
    super(new StringConcat());
  }

  public resolveToken(token: IResolvable, context: IResolveContext, postProcessor: IPostProcessor): string {
    if (Reference.isReference(token)) {
      return '-'.repeat(KNOWN[token.displayName] ?? NAME);
    }
    const resolved = this.tried(token, context, postProcessor);
    // what is no text takes a piece of a name, such as the account out of an ARN
    return typeof resolved === 'string' ? resolved : '-'.repeat(PIECE);
  }

  private tried(token: IResolvable, context: IResolveContext, postProcessor: IPostProcessor): unknown {
    try {
      return super.resolveToken(token, context, postProcessor);
    } catch {
      return '-'.repeat(OF_ACTION);
    }
  }
}

/** Variables of a project, and what its action has. */
export interface SplitVariables {
  readonly constants: Variables;
  readonly variables: Variables;
}

/** Variables of a step. */
export interface ToldVariables {
  /** Variables that the project has in any case. */
  readonly constants?: Variables;
  /** Variables that the action has, if there is room. */
  readonly variables?: Variables;
  /** Variables of a run of the pipeline, which the action alone can have. */
  readonly run?: Variables;
}

/**
 * Gives the project what its action has no room for, the longest first: a project with more of its own is shared by fewer.
 *
 * @param unlimited Whether there is no action.
 */
export function splitVariables(scope: IConstruct, { constants, variables = {}, run = {} }: ToldVariables, unlimited = false): SplitVariables {
  const left: Record<string, string> = { ...variables };
  const moved: Record<string, string> = {};
  const byLength = Object.keys(left).sort((one, other) => lengthOf(scope, { [other]: left[other] }) - lengthOf(scope, { [one]: left[one] }));
  while (!unlimited && byLength.length && lengthOf(scope, { ...left, ...run }) > MOST_CHARACTERS) {
    const longest = byLength.shift()!;
    moved[longest] = left[longest];
    delete left[longest];
  }
  return { constants: { ...constants, ...moved }, variables: { ...left, ...run } };
}

/** @throws if the variables are more than CodePipeline takes. Action variables have to be known. */
export function requireRoom(scope: IConstruct, actionName: string, variables: Variables): void {
  const length = lengthOf(scope, variables);
  if (length > MOST_CHARACTERS) {
    throw new PipelineError(`the variables of the action ${actionName} must have at most ${MOST_CHARACTERS} characters, which is what CodePipeline takes, received ${length} in ${Object.keys(variables).join(', ')}; `
      + 'give the stage, the step or the repository a shorter name');
  }
}

function lengthOf(scope: IConstruct, variables: Variables): number {
  const known = (value: string): unknown => Tokenization.resolve(value, { scope, resolver: new Lengths(), preparing: false });
  const list = Object.entries(variables).map(([name, value]) => ({ name, value: known(value) }));
  return JSON.stringify(list).length;
}
