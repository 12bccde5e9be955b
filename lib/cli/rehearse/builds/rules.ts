import { BuildMachine, RehearsedAction } from '../assembly/action';
import { ownVariables } from './variables';

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

/** Variables of a step, resolved. */
type Variables = Readonly<Record<string, string>>;

/** The steps of this library: those that need nothing but a registry, records and a key are run. */
const STEPS: { readonly [step: string]: (variables: Variables, ability: Ability) => Verdict } = {
  'image': buildVerdict,
  'build': buildVerdict,
  'publish': run,
  'attest': run,
  'release': run,
  'promote': run,
  'plan-images': run,
  'release-images': run,
  'scan': () => ({ kind: 'not rehearsed', text: 'findings come from ECR or Amazon Inspector, which see what is pushed to ECR alone' }),
  'deploy': variables => ({ kind: 'noted', text: deploymentOf(variables) }),
};

/** Where a deployment goes, by the kind of the target. */
const TARGETS: { readonly [target: string]: (variables: Variables) => string } = {
  'ecs': ({ SERVICE, CLUSTER }) => `the service ${SERVICE} of the ECS cluster ${CLUSTER}`,
  'ecs-code-deploy': ({ APPLICATION, DEPLOYMENT_GROUP, SERVICE }) => `the service ${SERVICE} by CodeDeploy, group ${DEPLOYMENT_GROUP} of ${APPLICATION}`,
  'lambda': ({ FUNCTION, ALIAS }) => `the function ${FUNCTION}${ALIAS ? `, alias ${ALIAS}` : ''}`,
  'app-runner': ({ SERVICE_ARN }) => `the service ${SERVICE_ARN}`,
};

/** Fate of an action, by what it is; its variables are resolved, and those of its project are among them. */
export function verdictOn({ category, provider, project, machine, variables }: RehearsedAction, ability: Ability): Verdict {
  if (category === 'Approval') return { kind: 'noted', text: 'would wait until somebody approves; it goes on here as if somebody had' };
  if (machine !== undefined) return machineVerdict(machine, ability);
  return verdictOnStep(project?.step, variables, ability)
    ?? { kind: 'not rehearsed', text: `${provider} is not there on this machine${ELSE[provider] ?? ''}` };
}

/** Fate of a step of this library; nothing where it is none. */
export function verdictOnStep(step: string | undefined, variables: Variables, ability: Ability): Verdict | undefined {
  return step !== undefined && Object.hasOwn(STEPS, step) ? STEPS[step](variables, ability) : undefined;
}

/** Words on what others start by a provider of which this library is rehearsed. */
const ELSE: { readonly [provider: string]: string } = {
  CodeBuild: ' for a project that is not of this library',
  StepFunctions: ' for a state machine that is not of this library',
};

/** Platforms that a state machine builds for, with the endings of the names of their images. */
export function platformsOf({ projects }: BuildMachine): { readonly platform: string; readonly suffix: string }[] {
  return [...projects.values()].filter(({ step }) => step === 'build').map(ownVariables).map(({ PLATFORM = '', TAG_SUFFIX = '' }) => ({ platform: PLATFORM, suffix: TAG_SUFFIX }));
}

/** Without a platform that is built there is nothing that a release could put a tag on. */
function machineVerdict(machine: BuildMachine, { builds }: Ability): Verdict {
  const platforms = platformsOf(machine).map(({ platform }) => platform);
  return platforms.some(builds) ? run() : { kind: 'not rehearsed', text: `${platforms.join(' and ')} ${platforms.length > 1 ? 'are' : 'is'} not built here` };
}

function run(): Verdict {
  return { kind: 'run' };
}

function buildVerdict({ PLATFORM = '' }: Variables, { builds }: Ability): Verdict {
  return builds(PLATFORM) ? run() : { kind: 'not rehearsed', text: `${PLATFORM} is not built here` };
}

function deploymentOf(variables: Variables): string {
  const target = Object.hasOwn(TARGETS, variables.TARGET ?? '') ? TARGETS[variables.TARGET](variables) : String(variables.TARGET);
  return `would deploy ${digestIn(variables.IMAGE_URI)} to ${target}${variables.REGION ? ` in ${variables.REGION}` : ''}`;
}

function digestIn(uri: string | undefined): string {
  return /sha256:[0-9a-f]{12}/.exec(uri ?? '')?.[0] ?? 'the image';
}
