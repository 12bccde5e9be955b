import { createHash } from 'crypto';
import { runStep, Script, StepRun } from './run-step';

const REFERENCE = 'docker.io/library/node:22-slim';
const PRIVATE = '210987654321.dkr.ecr.us-east-1.amazonaws.com';
const [OLD, NEW] = ['a', 'b'].map(digit => `sha256:${digit.repeat(64)}`);
const INSPECT = 'docker buildx imagetools inspect';

/** What stands for base images. */
const seen = (...images: string[]): string => createHash('sha256').update(images.map(image => `${image}\n`).join('')).digest('hex').slice(0, 32);

function look(before: string, registry: Record<string, string>, script: Script = {}, references: string[] = Object.keys(registry)): StepRun {
  return runStep('base-images', { BASE_IMAGES: JSON.stringify(references), PARAMETER: '/seen', PIPELINE: 'api', VARIABLE: 'BASE_IMAGES' }, {
    'ssm GetParameter': [{ Parameter: { Value: before, Version: 7 } }],
    'ssm PutParameter': [{}],
    'codepipeline StartPipelineExecution': [{ pipelineExecutionId: 'e-1' }],
    ...script,
  }, { registry });
}

const READ = ['GetParameter', { Name: '/seen' }];
const start = (token: string) => ['StartPipelineExecution', { name: 'api', clientRequestToken: `${token}-7`, variables: [{ name: 'BASE_IMAGES', value: token }] }];
const note = (token: string) => ['PutParameter', { Name: '/seen', Value: token, Overwrite: true }];
const ofAws = ({ aws }: StepRun) => aws.map(({ operation, input }) => [operation, input]);

test('the first look only notes what is there', () => {
  const run = look('none', { [REFERENCE]: NEW });

  expect([run.status, run.said]).toEqual([0, [`${REFERENCE} is ${NEW}`]]);
  expect(ofAws(run)).toEqual([READ, note(seen(`${REFERENCE}@${NEW}`))]);
});

test('where nothing has changed nothing is done', () => {
  const run = look(seen(`${REFERENCE}@${OLD}`), { [REFERENCE]: OLD });

  expect([run.status, run.said.at(-1)]).toEqual([0, 'no base image has changed']);
  expect(ofAws(run)).toEqual([READ]);
});

test('where one of them has changed the pipeline is started for them, and then that is noted', () => {
  const other = 'docker.io/library/debian:12';
  const run = look(seen(`${REFERENCE}@${OLD}`, `${other}@${OLD}`), { [REFERENCE]: OLD, [other]: NEW });
  const now = seen(`${REFERENCE}@${OLD}`, `${other}@${NEW}`);

  expect([run.status, run.said.at(-1)]).toEqual([0, 'a base image has changed: the pipeline runs as e-1']);
  expect(ofAws(run)).toEqual([READ, start(now), note(now)]);
});

test('a pipeline that cannot be started leaves the note as it was', () => {
  const run = look(seen(`${REFERENCE}@${OLD}`), { [REFERENCE]: NEW }, {
    'codepipeline StartPipelineExecution': ['!An error occurred (ConflictException)'],
  });

  expect([run.status, run.error]).toEqual([1, 'cannot run the pipeline api']);
  expect(run.log).toContain('nodejs-image: | An error occurred (ConflictException)');
  expect(ofAws(run)).toEqual([READ, start(seen(`${REFERENCE}@${NEW}`))]);
});

test('a note that cannot be read is an error, and nothing is started', () => {
  const run = look('', { [REFERENCE]: NEW }, { 'ssm GetParameter': ['!An error occurred (ParameterNotFound)'] });

  expect([run.status, run.error]).toEqual([1, 'cannot read which base images were seen last']);
  expect(ofAws(run)).toEqual([READ]);
});

test('a note that cannot be written is an error', () => {
  const run = look('none', { [REFERENCE]: NEW }, { 'ssm PutParameter': ['!An error occurred (AccessDeniedException)'] });

  expect([run.status, run.error]).toEqual([1, 'cannot note which base images were seen last']);
});

test('a base image that is not there is an error, and nothing is noted', () => {
  const run = look(seen(`${REFERENCE}@${OLD}`), {}, {}, [REFERENCE]);

  expect([run.status, run.error, ofAws(run)]).toEqual([1, `there is no base image ${REFERENCE}`, []]);
});

test('a registry that does not answer is asked again, and then it is an error and no change', () => {
  const run = look(seen(`${REFERENCE}@${OLD}`), { [REFERENCE]: NEW }, { [INSPECT]: ['!503 Service Unavailable'] });

  expect([run.status, run.error, ofAws(run)]).toEqual([1, `cannot find out whether ${REFERENCE} is there`, []]);
  expect(run.docker).toHaveLength(5);
  expect(run.log).toContain('503 Service Unavailable');
});

test('a registry that answers late is no change', () => {
  const run = look(seen(`${REFERENCE}@${OLD}`), {}, { [INSPECT]: ['!503 Service Unavailable', { digest: OLD }] }, [REFERENCE]);

  expect([run.status, run.said.at(-1)]).toEqual([0, 'no base image has changed']);
});

test('private registries of ECR are logged in to first, each once, as is ECR Public, and others are not', () => {
  const others = ['public.ecr.aws/docker/library/node:22', `evil.example/${PRIVATE}/node:22`];
  const references = [REFERENCE, `${PRIVATE}/node:22`, `${PRIVATE}/debian:12`, ...others];
  const run = look('none', Object.fromEntries(references.map(reference => [reference, NEW])));

  expect(run.status).toBe(0);
  expect(run.calls.slice(0, 5).map(call => call[0] === 'aws' ? [...call.slice(0, 3), JSON.parse(call[4]).region] : call)).toEqual([
    ['aws', 'ecr-public', 'GetAuthorizationToken', 'us-east-1'],
    ['docker', 'login', '--username', 'AWS', '--password-stdin', 'public.ecr.aws'],
    ['aws', 'ecr', 'GetAuthorizationToken', 'us-east-1'],
    ['docker', 'login', '--username', 'AWS', '--password-stdin', PRIVATE],
    ['docker', 'buildx', 'imagetools', 'inspect', REFERENCE, '--format', '{{json .Manifest}}'],
  ]);
  expect(run.docker.filter(([command]) => command === 'login')).toHaveLength(2);
});
