/** A secret of a build: the flag of `docker build`, and where the value of its variable is fetched from. */
export interface FetchedSecret {
  readonly flag: string;
  readonly variable?: string;
  readonly secret?: string;
  readonly jsonField?: string;
  readonly parameter?: string;
}

/** Input of the program. */
export interface LocalBuildInput {
  /** The build context, from where the program is started. */
  readonly context: string;
  /** The name the image gets. */
  readonly tag: string;
  readonly region?: string;
  readonly secrets: readonly FetchedSecret[];
  readonly args: readonly string[];
}

/**
 * The program that `cdk deploy` starts to build an image whose build needs secrets of AWS. It has them from the AWS CLI,
 * hands them to `docker build` in its environment, and prints the name of the image, as the CDK expects of such a program.
 */
export const LOCAL_BUILD_PROGRAM = String.raw`// Builds an image with secrets from AWS, and prints its name.
import { spawnSync } from 'node:child_process';

const { context, tag, region, secrets, args } = JSON.parse(process.argv[2]);
const docker = process.env.CDK_DOCKER || 'docker';

function fail(problem) {
  console.error(problem);
  process.exit(1);
}

function aws(what, ...words) {
  const { status, stdout, stderr, error } = spawnSync('aws', [...words, '--output', 'json', ...region ? ['--region', region] : []], { encoding: 'utf8' });
  if (error) fail('the AWS CLI is needed to fetch ' + what + ': ' + error.message);
  if (status !== 0) fail('cannot fetch ' + what + ': ' + stderr.trim());
  return JSON.parse(stdout);
}

function valueOf({ secret, jsonField, parameter }) {
  if (parameter !== undefined) {
    return aws('the parameter ' + parameter, 'ssm', 'get-parameter', '--name=' + parameter, '--with-decryption').Parameter.Value;
  }
  const { SecretString: text } = aws('the secret ' + secret, 'secretsmanager', 'get-secret-value', '--secret-id=' + secret);
  if (text === undefined) fail('the secret ' + secret + ' holds no text');
  if (jsonField === undefined) return text;
  let fields;
  try { fields = JSON.parse(text); } catch { fail('the secret ' + secret + ' is no JSON object, but its field ' + jsonField + ' is wanted'); }
  if (typeof fields?.[jsonField] !== 'string') fail('the secret ' + secret + ' has no text in the field ' + jsonField);
  return fields[jsonField];
}

if (spawnSync(docker, ['image', 'inspect', tag], { stdio: 'ignore' }).status !== 0) {
  const values = Object.fromEntries(secrets.filter(({ variable }) => variable).map(secret => [secret.variable, valueOf(secret)]));
  const { status, error } = spawnSync(docker, ['build', ...args, ...secrets.flatMap(({ flag }) => ['--secret', flag]), '--tag', tag, context], {
    // what the program prints on standard output is the name of the image
    stdio: ['ignore', process.stderr, process.stderr],
    env: { ...process.env, BUILDX_NO_DEFAULT_ATTESTATIONS: '1', ...values },
  });
  if (error) fail('cannot run ' + docker + ': ' + error.message);
  if (status !== 0) process.exit(status ?? 1);
}
console.log(tag);
`;
