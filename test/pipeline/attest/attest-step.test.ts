import { Stack } from 'aws-cdk-lib';
import { Vpc } from 'aws-cdk-lib/aws-ec2';
import { Key, KeySpec, KeyUsage } from 'aws-cdk-lib/aws-kms';
import { ImageRepository, ImageSbom, ImageSigning } from '../../../lib';
import { ImageRecords } from '../../../lib/delivery/repository/image-records';
import { AttestStep, AttestStepProps } from '../../../lib/pipeline/attest/attest-step';
import { buildspecs, findings, statements, synthesize } from '../../delivery/delivery-stack';

const KEY_ARN = 'arn:aws:kms:eu-central-1:123456789012:key/11111111-2222-3333-4444-555555555555';
const ATTACH = [
  'ecr:BatchCheckLayerAvailability', 'ecr:BatchGetImage', 'ecr:CompleteLayerUpload', 'ecr:GetDownloadUrlForLayer', 'ecr:InitiateLayerUpload',
  'ecr:PutImage', 'ecr:UploadLayerPart',
];

const step = (more: (stack: Stack) => Partial<AttestStepProps> = () => ({})) => {
  let action!: AttestStep['variables'];
  const synthesized = synthesize(stack => {
    const signing = ImageSigning.cosign(Key.fromKeyArn(stack, 'Key', KEY_ARN));
    const repository = new ImageRepository(stack, 'Images');
    const records = ImageRecords.of(stack, repository);
    const { variables: told } = new AttestStep(stack, { repository, records, signing, run: { IMAGE_DIGEST: '#{a.b}' }, ...more(stack) });
    action = stack.resolve(told);
  });
  return { ...synthesized, action };
};
type Step = ReturnType<typeof step>;
const project = ({ resources }: Step): any => resources('AWS::CodeBuild::Project')[0];
const variables = (of: Step): Record<string, any> =>
  ({ ...Object.fromEntries(project(of).Environment.EnvironmentVariables.map(({ Name, Value }: any) => [Name, Value])), ...of.action });
const allowed = (of: Step): any[] => statements(of).map(({ Action, Resource, ...rest }) => ({ ...rest, Action: [Action].flat().sort(), Resource }));
const PROGRAM = expect.stringMatching(/\.mjs$/);
const arnOf = (id: string) => ({ 'Fn::GetAtt': [expect.stringMatching(new RegExp(`^${id}`)), 'Arn'] });

test('may read its program, attach to images of the repository and sign with the key, and nothing else', () => {
  expect(allowed(step())).toEqual([
    { Effect: 'Allow', Action: ['logs:CreateLogStream', 'logs:PutLogEvents'], Resource: arnOf('NodejsImageSharedLogs') },
    { Effect: 'Allow', Action: ['s3:GetObject'], Resource: { 'Fn::Join': ['', expect.arrayContaining([PROGRAM])] } },
    { Effect: 'Allow', Action: ['ecr:GetAuthorizationToken'], Resource: '*' },
    { Effect: 'Allow', Action: ATTACH, Resource: arnOf('Images') },
    { Effect: 'Allow', Action: ['kms:GetPublicKey', 'kms:Sign', 'kms:Verify'], Resource: KEY_ARN },
    // nothing that a build recorded can be changed by who signs it
    {
      Effect: 'Allow',
      Action: ['dynamodb:GetItem'],
      Resource: arnOf('ImagesNodejsImageRecords'),
      Condition: { 'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': [{ Ref: expect.stringMatching(/^Images/) }] } },
    },
  ]);
});

test('an SBOM takes no further leave', () => {
  expect(allowed(step(() => ({ sbom: ImageSbom.spdx() })))).toEqual(allowed(step()));
});

test('with a key for what CodeBuild keeps it may use that key, and the signing key no further', () => {
  const encrypted = step(stack => ({ encryptionKey: new Key(stack, 'Cache') }));
  const ofKeys = allowed(encrypted).filter(({ Action }) => Action[0].startsWith('kms:'));

  expect(ofKeys).toEqual([
    { Effect: 'Allow', Action: ['kms:Decrypt', 'kms:DescribeKey', 'kms:Encrypt', 'kms:GenerateDataKey', 'kms:ReEncryptFrom', 'kms:ReEncryptTo'], Resource: arnOf('Cache') },
    { Effect: 'Allow', Action: ['kms:GetPublicKey', 'kms:Sign', 'kms:Verify'], Resource: KEY_ARN },
  ]);
  expect(project(encrypted).EncryptionKey).toEqual(arnOf('Cache'));
});

test('in a network it runs there, and may join it', () => {
  const within = step(stack => ({ vpc: new Vpc(stack, 'Vpc', { natGateways: 1 }) }));
  const joins = allowed(within).filter(({ Action }) => Action[0].startsWith('ec2:'));

  expect(project(within).VpcConfig).toMatchObject({ VpcId: { Ref: expect.stringMatching(/^Vpc/) } });
  expect(joins.map(({ Action, Condition }) => [Action.length, Condition?.StringEquals['ec2:AuthorizedService']]))
    .toEqual([[7, undefined], [1, 'codebuild.amazonaws.com']]);
  // with a log of the steps of that network
  const ofNetwork = (statement: any) => JSON.parse(JSON.stringify(statement).replace(/NodejsImageShared[0-9a-f]{8}Logs\w{8}/, 'Logs').replace(/NodejsImageSharedLogs\w{8}/, 'Logs'));
  expect(allowed(within).filter(({ Action }) => !Action[0].startsWith('ec2:')).map(ofNetwork)).toEqual(allowed(step()).map(ofNetwork));
});

test('its role is one of CodeBuild alone', () => {
  expect(step().resources('AWS::IAM::Role').map(({ AssumeRolePolicyDocument: { Statement } }) => Statement)).toEqual([
    [{ Action: 'sts:AssumeRole', Effect: 'Allow', Principal: { Service: 'codebuild.amazonaws.com' } }],
  ]);
});

test('knows the repository, its records and the key, and nothing of an SBOM that is not asked for', () => {
  expect(variables(step())).toEqual({
    REPOSITORY: { 'Fn::GetAtt': [expect.stringMatching(/^Images/), 'RepositoryUri'] }, KEY_ARN, RECORDS: { Ref: expect.stringMatching(/^ImagesNodejsImageRecords/) }, SBOM: '{}', IMAGE_DIGEST: '#{a.b}',
    STEP_PROGRAM: { 'Fn::Join': ['', expect.arrayContaining([PROGRAM])] },
  });
});

test.each(['cycloneDx', 'spdx'] as const)('knows how to make an SBOM as %s', format => {
  const sbom = ImageSbom[format]();

  expect(variables(step(() => ({ sbom }))).SBOM).toBe(sbom._variable());
});

test('has half an hour, no privilege and no variables to export', () => {
  const attest = step();

  expect(project(attest)).toMatchObject({ TimeoutInMinutes: 30, QueuedTimeoutInMinutes: 480, Environment: { PrivilegedMode: false } });
  expect(buildspecs(attest).map(({ env }) => env['exported-variables'])).toEqual([[]]);
});

test('its program holds no value and no mark of a failure', () => {
  const [buildspec] = buildspecs(step(() => ({ sbom: ImageSbom.cycloneDx() })));

  expect(JSON.stringify(buildspec)).not.toMatch(/arn:aws|example\.com|cyclonedx\.org|anchore|nodejs-image: error: /);
  expect(JSON.stringify(buildspec).length).toBeLessThan(500);
});

test('nothing of the key is in the template but its ARN, in the policy and in the project', () => {
  const { template, resources } = step();
  const text = JSON.stringify(template.toJSON());

  expect(text.split(KEY_ARN)).toHaveLength(3);
  expect(text.replaceAll(KEY_ARN, '')).not.toContain(KEY_ARN.split('/')[1]);
  expect(resources('AWS::KMS::Key')).toEqual([]);
});

test('a key of the same stack keeps its own policy', () => {
  const asymmetric = { keySpec: KeySpec.ECC_NIST_P256, keyUsage: KeyUsage.SIGN_VERIFY };
  const policyOf = ({ resources }: Pick<Step, 'resources'>) => resources('AWS::KMS::Key').map(({ KeyPolicy }) => KeyPolicy);

  expect(policyOf(step(stack => ({ signing: ImageSigning.cosign(new Key(stack, 'Own', asymmetric)) }))))
    .toEqual(policyOf(synthesize(stack => new Key(stack, 'Own', asymmetric))));
});

test.each([['without', undefined], ['with', ImageSbom.cycloneDx()]])('cdk-nag finds nothing in the step %s an SBOM', (_, sbom) => {
  expect(findings(step(() => ({ sbom })).app)).toEqual([]);
});
