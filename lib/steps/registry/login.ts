import { StepFailure } from '../step';
import { AwsService } from '../world/aws';
import { tries } from '../world/tries';
import { wordsOf } from '../world/words-of';
import { Completed, World } from '../world/world';
import { ECR_HOST } from './ecr-repository';

/** The host of ECR Public. */
const PUBLIC_HOST = 'public.ecr.aws';

/** The host in front of a reference. */
export function hostOf(reference: string): string {
  return reference.split('/', 1)[0];
}

/** The region of a registry of Amazon ECR, or nothing where the host is of another registry. */
export function regionOf(host: string): string | undefined {
  return ECR_HOST.exec(host)?.groups?.region;
}

/** Logs docker in to a registry of ECR, by the role of the build. */
export async function login(world: World, host: string): Promise<void> {
  const region = regionOf(host);
  if (region === undefined) throw new StepFailure(`"${host}" is no registry of Amazon ECR`);
  let said = '';
  const done = await tries(world, 5, async () => {
    const { code, output } = await dockerLogin(world, host, 'ecr', { region });
    said = output;
    return code === 0 ? true : undefined;
  });
  if (!done) throw new StepFailure(`cannot log in to ${host}`, said);
}

/** Logs in once to each registry of the references. */
export async function loginEach(world: World, references: readonly string[]): Promise<void> {
  for (const host of new Set(references.map(hostOf))) {
    await login(world, host);
  }
}

/** Logs in to those of the registries that are of ECR. */
export async function loginPrivate(world: World, references: readonly string[]): Promise<void> {
  await loginEach(world, references.filter(reference => regionOf(hostOf(reference)) !== undefined));
}

/** Logs in to ECR Public, where a reference is of it: without a login there are fewer pulls a second, so that a failure is no end. */
export async function loginPublic(world: World, references: readonly string[]): Promise<void> {
  if (!references.some(reference => reference.startsWith(`${PUBLIC_HOST}/`))) return;
  const { code, output } = await dockerLogin(world, PUBLIC_HOST, 'ecr-public', { region: 'us-east-1' });
  if (code !== 0) {
    world.say(`notice: no login to ${PUBLIC_HOST}, base images are pulled without: ${output.trimEnd().split('\n').at(-1)}`);
  }
}

async function dockerLogin(world: World, host: string, service: AwsService, options: { readonly region: string }): Promise<Pick<Completed, 'code' | 'output'>> {
  try {
    const password = await passwordOf(world, service, options);
    return await world.run('docker', ['login', '--username', 'AWS', '--password-stdin', host], { input: `${password}\n` });
  } catch (error) {
    return { code: 1, output: wordsOf(error) };
  }
}

/** The password of a registry, for half a day. */
async function passwordOf(world: World, service: AwsService, options: { readonly region: string }): Promise<string> {
  const { authorizationData } = await world.aws.call(service, 'GetAuthorizationToken', {}, options);
  // ECR gives a list, of which one is asked for; ECR Public gives the one
  const { authorizationToken } = Array.isArray(authorizationData) ? authorizationData[0] : authorizationData;
  const text = Buffer.from(authorizationToken, 'base64').toString('utf8');
  return text.slice(text.indexOf(':') + 1);
}
