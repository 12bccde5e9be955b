import * as fs from 'fs';
import * as path from 'path';
import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { EcsApplication, EcsDeploymentGroup } from 'aws-cdk-lib/aws-codedeploy';
import { Platform } from 'aws-cdk-lib/aws-ecr-assets';
import { FargateService } from 'aws-cdk-lib/aws-ecs';
import { Schedule } from 'aws-cdk-lib/aws-events';
import { Role } from 'aws-cdk-lib/aws-iam';
import { Key, KeySpec, KeyUsage } from 'aws-cdk-lib/aws-kms';
import { Function } from 'aws-cdk-lib/aws-lambda';
import {
  DeploymentTarget, ImageRepository, ImageSbom, ImageScan, ImageSigning, NodejsImageBuild, NodejsImagePipeline, NodejsImageProject,
  NodejsMonorepoPipeline, PipelineSource,
} from '../../lib';
import { smallService, temporaryDirectory } from '../temporary';
import { ACCOUNT, decision, PlacedTemplate, Project, REGION } from './evaluate';
import { IamRequest, OPERATIONS, PULL, PUSH, repositoryArn } from './requests';
import { callsOfStep, OPERATIONS_OF_BUNDLE, sourcesOf } from './step-calls';

const HANDLERS = path.join(__dirname, '../../lib/handlers/image-builds');
const connectionArn = `arn:aws:codeconnections:${REGION}:${ACCOUNT}:connection/0f0e0d0c`;

/** Everything that there is: each kind of project is in it. */
function everything(): PlacedTemplate {
  const stack = new Stack(new App({ outdir: temporaryDirectory() }), 'Stack', { env: { account: ACCOUNT, region: REGION } });
  const directory = smallService();
  const role = Role.fromRoleName(stack, 'Tasks', 'tasks');
  const service = (id: string) => FargateService.fromServiceArnWithCluster(stack, id, `arn:aws:ecs:${REGION}:${ACCOUNT}:service/cluster/${id}`);
  const group = EcsDeploymentGroup.fromEcsDeploymentGroupAttributes(stack, 'Group', {
    application: EcsApplication.fromEcsApplicationName(stack, 'Application', 'app'), deploymentGroupName: 'group',
  });
  const lambdaFunction = Function.fromFunctionAttributes(stack, 'Function', { functionArn: `arn:aws:lambda:${REGION}:${ACCOUNT}:function:api`, sameEnvironment: true });
  const accepted = Array.from({ length: 50 }, (_, index) => ({ id: `CVE-2026-${1000 + index}`, expires: '2027-01-31', reason: 'r'.repeat(100) }));
  const source = PipelineSource.gitHub('team/api', { connectionArn });
  const signing = ImageSigning.cosign(new Key(stack, 'Key', { keySpec: KeySpec.ECC_NIST_P256, keyUsage: KeyUsage.SIGN_VERIFY }));
  new NodejsImagePipeline(stack, 'Full', {
    directory, source, sourceRoot: directory, pipelineName: 'api',
    platforms: [Platform.LINUX_AMD64, Platform.LINUX_ARM64],
    scan: ImageScan.inspector({ accepted }),
    signing,
    sbom: ImageSbom.cycloneDx(),
    environments: [
      { name: 'staging', deployTo: [DeploymentTarget.ecs(service('one'), { taskRoles: [role] }), DeploymentTarget.ecsCodeDeploy(service('two'), group, { taskRoles: [role] })] },
      {
        name: 'production', approval: true, repository: new ImageRepository(stack, 'Production', { movingTags: ['production'] }),
        deployTo: [
          DeploymentTarget.lambda(lambdaFunction, { aliasName: 'live' }),
          DeploymentTarget.appRunner(`arn:aws:apprunner:${REGION}:${ACCOUNT}:service/web/8fe1e10304f84fd2b0df550fe98a71fa`, { accessRole: Role.fromRoleName(stack, 'Access', 'access') }),
          DeploymentTarget.ecs(service('three'), { taskRoles: [role], role: Role.fromRoleArn(stack, 'Other', 'arn:aws:iam::210987654321:role/deployer') }),
        ],
      },
    ],
    baseImageSchedule: Schedule.expression('rate(1 day)'),
  });
  new NodejsImagePipeline(stack, 'Basic', { directory, source, sourceRoot: directory, pipelineName: 'basic', scan: ImageScan.basic() });
  new NodejsImageProject(stack, 'Project', { directory, source, sourceRoot: directory, signing });
  new NodejsImageBuild(stack, 'Build', { directory, platforms: [Platform.LINUX_AMD64, Platform.LINUX_ARM64], signing });
  new NodejsMonorepoPipeline(stack, 'Monorepo', {
    images: [{ name: 'api', directory }], source: PipelineSource.gitHub('team/services', { connectionArn, pullRequests: false }), sourceRoot: directory,
  });
  new NodejsMonorepoPipeline(stack, 'Whole', {
    images: [{ name: 'api', directory, acceptedFindings: accepted }], source: PipelineSource.gitHub('team/services', { connectionArn }), sourceRoot: directory,
    platforms: [Platform.LINUX_AMD64, Platform.LINUX_ARM64], scan: ImageScan.basic(), signing, sbom: ImageSbom.cycloneDx(),
  });
  return new PlacedTemplate(Template.fromStack(stack).toJSON());
}

const template = everything();

/** Records have tests of their own. */
const operationsOf = ({ step, variables }: Project): string[] => callsOfStep(step, variables).filter(operation => !operation.startsWith('dynamodb '));

/** Calls that a program has and this project does not come to: what it is told leads elsewhere. */
function isReached(operation: string, { variables, id }: Project): boolean {
  switch (operation) {
    case 'ecr StartImageScan': return /^(basic|Whole)/.test(id);
    case 'inspector2 ListCoverage': return id.startsWith('api');
    case 's3 GetObject': return 'PLAN' in variables || 'SCAN_FILE' in variables || 'HANDED_ON' in variables;
    case 's3 PutObject': return 'CONTEXTS' in variables;
    case 'cloudwatch-logs CreateLogStream': case 'cloudwatch-logs PutLogEvents': return 'LOG_GROUP' in variables;
    case 'cloudwatch PutMetricData': return 'METRICS_IMAGE' in variables;
    // promoting and releasing are in one source, and only a release measures
    case 'codepipeline ListActionExecutions': return 'METRICS_IMAGE' in variables;
    // a build signs where no later step does
    case 'kms GetPublicKey': case 'kms Sign': case 'kms Verify': return 'KEY_ARN' in variables;
    case 'lambda UpdateAlias': return 'ALIAS' in variables;
    case 'sts AssumeRole': return 'ASSUME_ROLE' in variables;
    // a deployment talks to a registry only where it demands proof, and the base images of this one are public
    case 'ecr GetAuthorizationToken': return !id.startsWith('WholePullRequests') && ('KEY_ARN' in variables || !('POLLS' in variables) && !('PARAMETER' in variables));
    // the role that it takes does the rest
    default: return !('ASSUME_ROLE' in variables);
  }
}

/** What is told to projects when they are run: where the image goes, and what was handed on. */
const TOLD: readonly [RegExp, () => Record<string, string>][] = [
  [/^(Build(Amd64|Arm64)|NodejsImagePublisher|NodejsImageAttestor)/, () => ({ REPOSITORY: template.repositoryUri('Build') })],
  [/^MonorepoBuildsImage/, () => ({ REPOSITORY: template.repositoryUri('Monorepo') })],
  [/^WholeBuilds(Image|Checks)/, () => ({ REPOSITORY: template.repositoryUri('Whole'), REPOSITORY_ARN: repositoryArn(template.repositoryUri('Whole')) })],
  [/^WholeBuildsRelease/, () => ({ REPOSITORY: template.repositoryUri('Whole'), HANDED_ON: `${template.nameOf(template.ids('AWS::S3::Bucket', 'Whole')[0])}/monorepo/handed-on/1.json` })],
  [/^MonorepoBuildsRelease/, () => ({ REPOSITORY: template.repositoryUri('Monorepo'), HANDED_ON: `${template.nameOf(template.ids('AWS::S3::Bucket', 'Monorepo')[0])}/monorepo/handed-on/1.json` })],
];

const placed = (project: Project): Project => {
  const told = TOLD.find(([pattern]) => pattern.test(project.id));
  return told ? { ...project, variables: { ...project.variables, ...told[1]() } } : project;
};

/** The tags of the role that a build of a monorepo is started with. */
const tagsOf = ({ id, variables: { REPOSITORY } }: Project): Record<string, string> => !/^(Monorepo|Whole)BuildsImage/.test(id) ? {} : {
  'aws:PrincipalTag/nodejs-image-name': 'api', 'aws:PrincipalTag/nodejs-image-repository': REPOSITORY.slice(REPOSITORY.indexOf('/') + 1),
};

/** What Docker, and the steps in its place, ask of ECR, by what the project does there. */
function registryRequests({ id, step, variables }: Project): IamRequest[] {
  const requests = (uri: string | undefined, actions: string[]): IamRequest[] =>
    uri ? actions.map(action => ({ action, resource: repositoryArn(uri) })) : [];
  if (/Scan$|ChecksScan/.test(id)) return requests(variables.REPOSITORY, ['ecr:BatchGetImage']);
  // what is attached to the image is read, and Lambda looks whether who gives it an image may pull it
  if ('IMAGE_URI' in variables) return requests(variables.IMAGE_URI.split('@')[0], ['ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer']);
  if (/PullRequests/.test(id)) return requests(variables.REPOSITORY, PULL);
  const { REPOSITORY, SOURCE_REPOSITORY } = variables;
  const pushes = sourcesOf(step, variables).some(text => /'push', |'imagetools', 'create'|putManifest\(/.test(text));
  return [...requests(REPOSITORY, pushes ? PUSH : PULL), ...SOURCE_REPOSITORY === REPOSITORY ? [] : requests(SOURCE_REPOSITORY, PULL)];
}

function requestsOf(project: Project): IamRequest[] {
  const place = { region: REGION, account: ACCOUNT, variables: project.variables };
  const reached = operationsOf(project).filter(operation => isReached(operation, project));
  return [...reached.flatMap(operation => OPERATIONS[operation](place)), ...registryRequests(project)]
    .map(request => ({ ...request, context: { ...request.context, ...tagsOf(project) } }));
}

/** What CodeBuild itself does as the role of a project, and Docker where no call of ours says so. */
const CODEBUILD: readonly [RegExp, string][] = [
  [/^logs:(CreateLogStream|PutLogEvents)$/, 'its log'],
  [/^s3:(GetObject|GetObjectVersion|PutObject)$/, 'its source, and what it hands on'],
  [/^s3:(GetBucketAcl|GetBucketLocation)$/, 'looks at the bucket of its source'],
  [/^codebuild:(CreateReport|UpdateReport|BatchPutTestCases|BatchPutCodeCoverages)$/, 'its reports'],
  [/^(codeconnections|codestar-connections):(GetConnection|GetConnectionToken|UseConnection)$/, 'its source, by a connection of either name'],
  [/^dynamodb:(GetItem|PutItem|DeleteItem|Query)$/, 'records of what was built and who has which tag, by parts of one table: has tests of its own'],
  [/^inspector2:ListFindings$/, 'ECR asks Inspector on behalf of who asks ECR for findings'],
];

const allRepositories = template.ids('AWS::ECR::Repository').map(id => template.attribute(id, 'Arn'));
const BUCKET = template.nameOf(template.ids('AWS::S3::Bucket', 'NodejsImageArtifacts')[0]);
const projects = template.runs().map(placed).map((project): [string, Project] => [project.id, project]);

test('every call of the programs is in the table, and every line of the table is called', () => {
  const called = [...new Set(projects.flatMap(([, project]) => operationsOf(project)))].sort();
  expect(called).toEqual(OPERATIONS_OF_BUNDLE.filter(operation => !operation.startsWith('dynamodb ')).sort());
  expect(called.filter(operation => !(operation in OPERATIONS))).toEqual([]);
  expect(Object.keys(OPERATIONS).filter(operation => !called.includes(operation))).toEqual([]);
});

test.each(projects)('%s may do what its program asks for', async (_, project) => {
  const statements = template.statementsOf(project.role);
  const requests = requestsOf(project);
  const decided = await Promise.all(requests.map(async request => [request.action, request.resource, await decision(statements, request)]));
  expect(decided).toEqual(requests.map(({ action, resource }) => [action, resource, 'Allowed']));
});

describe.each([...new Set(projects.map(([, { role }]) => role))])('the role %s', role => {
  const users = projects.flatMap(([, project]) => project.role === role ? [project] : []);
  const statements = template.statementsOf(role);

  test('may do nothing that nothing asks for', () => {
    const asked = new Set(users.flatMap(requestsOf).map(({ action }) => action));
    const allowed = [...new Set(statements.flatMap(({ Action }) => Action as string | string[]))].sort();
    expect(allowed.filter(action => !asked.has(action) && !CODEBUILD.some(([pattern]) => pattern.test(action)))).toEqual([]);
  });

  test('reaches the repositories that its users were given, and no other', async () => {
    const given = new Set(users.flatMap(requestsOf).filter(({ action }) => action === 'ecr:BatchGetImage').map(({ resource }) => resource));
    const others = allRepositories.filter(arn => !given.has(arn));
    const decided = await Promise.all(others.map(resource => decision(statements, { action: 'ecr:BatchGetImage', resource })));
    expect(decided).toEqual(others.map(() => 'ImplicitlyDenied'));
  });
});

test('what runs the code of a user has a role of its own, which writes to its own repository and artifacts alone', async () => {
  const builds = projects.filter(([, { properties }]) => properties.Environment.PrivilegedMode);
  const byRole = new Map(builds.map(([, { role }]) => [role, builds.filter(([, project]) => project.role === role).map(([id]) => id)]));
  expect([...byRole.values()]).toEqual([
    ['api Build Amd64', 'api Build Arm64'], ['basic Build Amd64'],
    ...[
      'FullPullRequests', 'BasicPullRequests', 'ProjectBuild', 'ProjectPullRequests', 'BuildAmd64', 'BuildArm64', 'MonorepoBuildsImage',
    ].map(id => [expect.stringMatching(`^${id}`)]),
    ['WholeBuildsImage', 'WholeBuildsImageArm64'].map(id => expect.stringMatching(`^${id}`)),
    [expect.stringMatching('^WholePullRequests')],
  ]);
  for (const [, project] of builds) {
    const { role, variables } = project;
    const statements = template.statementsOf(role);
    const may = async (action: string, resource: string) => await decision(statements, { action, resource, context: tagsOf(project) }) === 'Allowed';
    const written = (await Promise.all(allRepositories.map(async arn => await may('ecr:PutImage', arn) ? [arn] : []))).flat();
    expect(written).toEqual(variables.PUSH === 'false' ? [] : [repositoryArn(variables.REPOSITORY)]);
    const folders = (await Promise.all(['api', 'basic', 'apix'].map(async folder => await may('s3:PutObject', `arn:aws:s3:::${BUCKET}/${folder}/Artifact_B/abcdefg`) ? [folder] : []))).flat();
    expect(folders).toEqual(['api', 'basic'].filter(name => name === variables.METRICS_IMAGE));
  }
});

test('what is not allowed is denied, so that a missing permission is found', async () => {
  const [, scan] = projects.find(([id]) => id === 'basic Check Scan')!;
  const others = template.statementsOf(scan.role).filter(({ Action }) => ![Action].flat().includes('ecr:StartImageScan'));

  expect(await decision(others, { action: 'ecr:StartImageScan', resource: scan.variables.REPOSITORY_ARN })).toBe('ImplicitlyDenied');
  expect(await decision(template.statementsOf(scan.role), { action: 'ecr:StartImageScan', resource: `${scan.variables.REPOSITORY_ARN}x` })).toBe('ImplicitlyDenied');
  // an action or a resource that AWS does not have is no request
  expect(await decision(template.statementsOf(scan.role), { action: 'ecr:ListImageReferrers', resource: scan.variables.REPOSITORY_ARN })).toBe('{"message":"invalid.action"}');
});

test('the handlers of a delivery may do what they call, and nothing else', () => {
  const sources = fs.readdirSync(HANDLERS).filter(name => name.endsWith('.ts')).map(name => fs.readFileSync(path.join(HANDLERS, name), 'utf8')).join('\n');
  const called = [...new Set([...sources.matchAll(/new (\w+)Command\(/g)].map(([, command]) => command))].map(command => `${command === 'GetLogEvents' ? 'logs' : 'codebuild'}:${command}`);
  const roles = template.ids('AWS::IAM::Role', 'NodejsImageBuilds').filter(id => /BuildsOnEventRole|BuildsIsCompleteRole/.test(id));
  const allowed = roles.flatMap(role => template.statementsOf(role)).flatMap(({ Action }) => Action as string | string[]);

  expect(roles).toHaveLength(2);
  expect([...new Set(allowed)].filter(action => !/^logs:(CreateLogStream|PutLogEvents)$/.test(action)).sort()).toEqual(called.sort());
});
