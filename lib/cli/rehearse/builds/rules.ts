import { RehearsedAction } from '../assembly/action';

/** Fate of an action in a rehearsal. */
export type Verdict =
  /** It is run. */
  | { readonly kind: 'run' }
  /** It changes or asks something outside of the image: what it would do is told. */
  | { readonly kind: 'noted'; readonly text: string }
  /** It could refuse the image, and that is not known. */
  | { readonly kind: 'not rehearsed'; readonly text: string };

/** Means of the machine, which decide about it beside the action itself. */
export interface Ability {
  /** Platforms that are built. */
  readonly builds: (platform: string) => boolean;
}

/** The steps of this library: those that need nothing but a registry, records and a key are run. */
const STEPS: { readonly [step: string]: (action: RehearsedAction, ability: Ability) => Verdict } = {
  'image': buildVerdict,
  'publish': run,
  'attest': run,
  'release': run,
  'promote': run,
  'scan': () => ({ kind: 'not rehearsed', text: 'findings come from ECR or Amazon Inspector, which see what is pushed to ECR alone' }),
  'deploy': action => ({ kind: 'noted', text: deploymentOf(action) }),
  'plan-images': () => ({ kind: 'not rehearsed', text: 'what a push to a monorepo changes is told by what was released before; Step Functions builds it' }),
};

/** Where a deployment goes, by the kind of the target. */
const TARGETS: { readonly [target: string]: (variables: Readonly<Record<string, string>>) => string } = {
  'ecs': ({ SERVICE, CLUSTER }) => `the service ${SERVICE} of the ECS cluster ${CLUSTER}`,
  'ecs-code-deploy': ({ APPLICATION, DEPLOYMENT_GROUP, SERVICE }) => `the service ${SERVICE} by CodeDeploy, group ${DEPLOYMENT_GROUP} of ${APPLICATION}`,
  'lambda': ({ FUNCTION, ALIAS }) => `the function ${FUNCTION}${ALIAS ? `, alias ${ALIAS}` : ''}`,
  'app-runner': ({ SERVICE_ARN }) => `the service ${SERVICE_ARN}`,
};

/** Fate of an action, by what it is; its variables are resolved, and those of its project are among them. */
export function verdictOn(action: RehearsedAction, ability: Ability): Verdict {
  const { category, provider, project } = action;
  if (category === 'Approval') return { kind: 'noted', text: 'would wait until somebody approves; it goes on here as if somebody had' };
  if (project?.step !== undefined && Object.hasOwn(STEPS, project.step)) return STEPS[project.step](action, ability);
  return { kind: 'not rehearsed', text: `${provider} is not there on this machine${provider === 'CodeBuild' ? ' for a project that is not of this library' : ''}` };
}

function run(): Verdict {
  return { kind: 'run' };
}

function buildVerdict({ variables: { PLATFORM = '' } }: RehearsedAction, { builds }: Ability): Verdict {
  return builds(PLATFORM) ? { kind: 'run' } : { kind: 'not rehearsed', text: `${PLATFORM} is not built here` };
}

function deploymentOf({ variables }: RehearsedAction): string {
  const target = Object.hasOwn(TARGETS, variables.TARGET ?? '') ? TARGETS[variables.TARGET](variables) : String(variables.TARGET);
  return `would deploy ${digestIn(variables.IMAGE_URI)} to ${target}${variables.REGION ? ` in ${variables.REGION}` : ''}`;
}

function digestIn(uri: string | undefined): string {
  return /sha256:[0-9a-f]{12}/.exec(uri ?? '')?.[0] ?? 'the image';
}
