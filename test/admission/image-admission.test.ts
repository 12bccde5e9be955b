import { readFileSync, writeFileSync } from 'fs';
import { join } from 'path';
import { App, Duration, PropertyInjectors, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { Repository } from 'aws-cdk-lib/aws-ecr';
import { Cluster, ContainerImage, DeploymentControllerType, FargateService, FargateTaskDefinition } from 'aws-cdk-lib/aws-ecs';
import { Alias, Key, KeySpec, KeyUsage } from 'aws-cdk-lib/aws-kms';
import { AwsSolutionsChecks } from 'cdk-nag';
import { AdmissionKey, ImageAdmission, ImageAdmissionProps, ImageInfrastructure, ImageRepository, OtherImages } from '../../lib';
import { newKeys } from '../attestations/admission/release';
import { temporaryDirectory } from '../temporary';

const { publicKey } = newKeys();
const newStack = () => new Stack(new App({ outdir: temporaryDirectory() }), 'Stack', { env: { account: '123456789012', region: 'eu-central-1' } });
const newKey = (stack: Stack) => stack.node.tryFindChild('Key') as Key | undefined ?? new Key(stack, 'Key', { keySpec: KeySpec.ECC_NIST_P256, keyUsage: KeyUsage.SIGN_VERIFY });

function admissionIn(stack: Stack, props: Partial<ImageAdmissionProps> = {}): ImageAdmission {
  return new ImageAdmission(stack, 'Admission', {
    repositories: [new ImageRepository(stack, 'Images')], keys: [AdmissionKey.kms(newKey(stack))], otherImages: OtherImages.REFUSE, ...props,
  });
}

function serviceIn(stack: Stack, id = 'Service', controller?: DeploymentControllerType): FargateService {
  const cluster = stack.node.tryFindChild('Cluster') as Cluster | undefined ?? new Cluster(stack, 'Cluster');
  const taskDefinition = new FargateTaskDefinition(stack, `${id}Task`);
  taskDefinition.addContainer('web', { image: ContainerImage.fromRegistry('example') });
  const deploymentController = controller ? { type: controller } : undefined;
  return new FargateService(stack, id, { cluster, taskDefinition, minHealthyPercent: 100, deploymentController });
}

/** The variables of the function, with what they would be when they are deployed. */
function variablesOf(stack: Stack): { [name: string]: any } {
  const [{ Properties: { Environment: { Variables } } }] = Object.values(Template.fromStack(stack).findResources('AWS::Lambda::Function', { Properties: { Description: Match.stringLikeRegexp('statements') } }));
  return Variables;
}
const joined = (value: any): string => typeof value === 'string' ? value : value['Fn::Join'] ? value['Fn::Join'][1].map(joined).join('') : JSON.stringify(value['Fn::GetAtt'] ?? value).replace(/"/g, '\'');

test('ECS asks the function before it starts tasks of a new revision', () => {
  const stack = newStack();
  admissionIn(stack).protect(serviceIn(stack));
  const template = Template.fromStack(stack);

  const hook = { HookTargetArn: { 'Fn::GetAtt': [Match.stringLikeRegexp('^AdmissionFunction'), 'Arn'] }, RoleArn: { 'Fn::GetAtt': [Match.stringLikeRegexp('^AdmissionHookRole'), 'Arn'] }, LifecycleStages: ['PRE_SCALE_UP'] };
  template.hasResource('AWS::ECS::Service', {
    Properties: { DeploymentConfiguration: { LifecycleHooks: [hook] } },
    // the first deployment asks, too: what the role may do is there before
    DependsOn: Match.arrayWith([Match.stringLikeRegexp('^AdmissionHookRoleDefaultPolicy'), Match.stringLikeRegexp('^AdmissionHookRole[0-9A-F]+$')]),
  });
  template.hasResourceProperties('AWS::IAM::Role', { AssumeRolePolicyDocument: { Statement: [Match.objectLike({ Principal: { Service: 'ecs.amazonaws.com' } })] } });
});

test('a service is hooked once, and several of them by the same function', () => {
  const stack = newStack();
  const admission = admissionIn(stack);
  const services = [serviceIn(stack, 'One'), serviceIn(stack, 'Two')];
  [...services, ...services].forEach(service => admission.protect(service));
  const template = Template.fromStack(stack);

  template.resourceCountIs('AWS::Lambda::Function', 1);
  Object.values(template.findResources('AWS::ECS::Service')).forEach(({ Properties }) => expect(Properties.DeploymentConfiguration.LifecycleHooks).toHaveLength(1));
});

test('the function is told what is demanded', () => {
  const stack = newStack();
  const release = Repository.fromRepositoryName(stack, 'Release', 'team/api');
  admissionIn(stack, { releasedIn: [release], gates: ['lint', 'test'], maximumAge: Duration.days(30), keys: [AdmissionKey.kms(newKey(stack)), AdmissionKey.publicKey(publicKey)], otherImages: OtherImages.ADMIT });
  const { REPOSITORIES, OTHER_IMAGES, ADMISSION, KEYS, PUBLIC_KEYS } = variablesOf(stack);

  expect(joined(REPOSITORIES)).toMatch(/^\["\['Images[0-9A-F]+','RepositoryUri'\]"\]$/);
  expect(OTHER_IMAGES).toBe('admit');
  expect(JSON.parse(joined(ADMISSION))).toEqual({ repositories: [expect.stringMatching(/^123456789012\.dkr\.ecr\.eu-central-1\..*\/team\/api$/)], gates: ['lint', 'test'], maximumAge: 2_592_000 });
  expect(joined(KEYS)).toMatch(/^\["\['Key[0-9A-F]+','Arn'\]"\]$/);
  expect(JSON.parse(PUBLIC_KEYS)).toEqual([publicKey]);
});

test('statements name the repositories themselves, any gate counts and no age is demanded unless it is said otherwise', () => {
  const stack = newStack();
  admissionIn(stack, { repositories: [Repository.fromRepositoryName(stack, 'Release', 'team/api')] });

  expect(JSON.parse(joined(variablesOf(stack).ADMISSION))).toEqual({ repositories: [expect.stringMatching(/\/team\/api$/)], gates: [] });
});

test('its log group, network and traces are those of the rest of the stack', () => {
  const stack = newStack();
  ImageInfrastructure.of(stack).configure({ tracing: true, functionConcurrency: 3 });
  admissionIn(stack);

  Template.fromStack(stack).hasResourceProperties('AWS::Lambda::Function', { TracingConfig: { Mode: 'Active' }, ReservedConcurrentExecutions: 3, LoggingConfig: { LogGroup: { Ref: Match.stringLikeRegexp('^AdmissionLogs') } } });
});

test('cdk-nag finds nothing of it', () => {
  const stack = newStack();
  admissionIn(stack).protect(serviceIn(stack));
  const report = new AwsSolutionsChecks().validateScope(stack.node.root);

  expect(report.violations.flatMap(({ ruleName, violatingResources }) => violatingResources.map(({ resourceLogicalId }) => `${ruleName} ${resourceLogicalId}`)).filter(finding => /Admission/.test(finding))).toEqual([]);
});

test('its props can be injected', () => {
  const app = new App({ outdir: temporaryDirectory() });
  PropertyInjectors.of(app).add({ constructUniqueId: ImageAdmission.PROPERTY_INJECTION_ID, inject: props => ({ ...props, gates: ['injected'] }) });
  const stack = new Stack(app, 'Stack');
  admissionIn(stack);

  expect(joined(variablesOf(stack).ADMISSION)).toContain('["injected"]');
});

describe('what cannot be is refused', () => {
  test.each([
    ['no repository', { repositories: [] }, 'Stack/Admission: "repositories" must have one element at least, received none'],
    ['no key', { keys: [] }, 'Stack/Admission: "keys" must have one element at least, received none'],
    ['no release', { releasedIn: [] }, 'Stack/Admission: "releasedIn" must have one element at least, received none'],
    ['an empty gate', { gates: [' '] }, 'Stack/Admission: "gates" must be names of gates, received " "'],
    ['seconds', { maximumAge: Duration.seconds(5) }, 'Stack/Admission: "maximumAge" must be a minute at least, received 5 seconds'],
  ])('%s', (_, props, message) => {
    expect(() => admissionIn(newStack(), props)).toThrow(message);
  });

  test.each([
    ['others', { otherImages: 'refuse' }, /"otherImages" must be an OtherImages, received "refuse"; write OtherImages\.REFUSE/],
    ['a key', { keys: [publicKey] }, /write AdmissionKey\.publicKey\(text\)/],
  ])('%s of another type', (_, props: any, message) => {
    expect(() => admissionIn(newStack(), props)).toThrow(message);
  });

  test.each([['a private key', newKeys().privateKey.export({ type: 'pkcs8', format: 'pem' })], ['a text', 'key'], ['a damaged key', publicKey.replace('MFk', 'MFl')]])('%s', (_, text) => {
    expect(() => AdmissionKey.publicKey(String(text))).toThrow('AdmissionKey.publicKey() takes a public key of the curve P-256 in PEM, received');
  });

  test('a service that was imported, or that ECS does not deploy', () => {
    const stack = newStack();
    const admission = admissionIn(stack);
    const imported = FargateService.fromServiceArnWithCluster(stack, 'Imported', 'arn:aws:ecs:eu-central-1:123456789012:service/cluster/api');

    expect(() => admission.protect(imported)).toThrow('Stack/Admission.protect() takes a service of this app, received Stack/Imported, which was imported');
    expect(() => admission.protect(serviceIn(stack, 'Green', DeploymentControllerType.CODE_DEPLOY))).toThrow('Stack/Admission.protect() takes a service that ECS deploys by itself, received Stack/Green');
  });

  test('a key of which only the alias is known', () => {
    const stack = newStack();
    expect(() => admissionIn(stack, { keys: [AdmissionKey.kms(Alias.fromAliasName(stack, 'Alias', 'alias/images'))] })).toThrow('nothing can be granted on the key Stack/Alias');
  });
});

describe('a policy for Kyverno', () => {
  const FILE = join(__dirname, 'kyverno-policy.json');
  const policyIn = (props: Partial<ImageAdmissionProps>) => {
    const stack = newStack();
    return stack.resolve(admissionIn(stack, { repositories: [Repository.fromRepositoryName(stack, 'Release', 'team/api')], keys: [AdmissionKey.publicKey(PEM)], ...props }).kyvernoPolicy());
  };
  const PEM = `-----BEGIN PUBLIC KEY-----
MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE6dnVTv/zmIWh0CG1JE9kzk3mI1XP
GNCpR7WuCLDL2RQ0dhr53ECFr3pnBMyTI7H8bHwlXaOrMELGVI4t4aUD/w==
-----END PUBLIC KEY-----
`;

  test('is what is promised', () => {
    const policy = policyIn({ gates: ['lint', 'test:unit'], maximumAge: Duration.days(30) });
    if (process.env.UPDATE_GOLDEN === '1') writeFileSync(FILE, `${JSON.stringify(policy, null, 2)}\n`);

    expect(policy).toEqual(JSON.parse(readFileSync(FILE, 'utf8')));
  });

  test('takes keys of KMS, and leaves out what is not demanded', () => {
    const stack = newStack();
    const { spec: { rules: [{ verifyImages: [{ attestations }] }] } } = stack.resolve(admissionIn(stack).kyvernoPolicy());

    expect(attestations[0].attestors[0].entries[0].keys.kms).toEqual({ 'Fn::Join': ['', ['awskms:///', { 'Fn::GetAtt': [expect.stringMatching(/^Key/), 'Arn'] }]] });
    expect(attestations.at(-1).conditions[0].all.map(({ key }: any) => key)).toEqual(['{{ verificationResult }}', '{{ policy.uri }}', '{{ resourceUri }}', expect.stringContaining('timeVerified')]);
  });
});
