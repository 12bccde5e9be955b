import { Stack } from 'aws-cdk-lib';
import { Project } from 'aws-cdk-lib/aws-codebuild';
import { ITable } from 'aws-cdk-lib/aws-dynamodb';
import { AuthorizationToken, IRepository } from 'aws-cdk-lib/aws-ecr';
import { IManagedPolicy, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { Architecture } from '../../codebuild/architecture';
import { SigningOptions } from '../../codebuild/attest/signing-options';
import { filesAsset } from '../../context/files-asset';
import { PipelineError } from '../pipeline-error';
import { ImageScan } from '../scan/image-scan';
import { grantScan, scanActions, scanTimeout } from '../scan/scan-rights';
import { StepEnvironment } from '../shared/identity';
import { ImageChecks } from './machine-props';
import { KnownImage } from './monorepo-images';
import { MonorepoStep } from './monorepo-step';
import { repositoryPolicies } from './repository-policies';

/** Options for what an image has to pass between its build and its release. */
export interface MonorepoCheckOptions extends SigningOptions {
  readonly scan?: ImageScan;
}

/** Properties of what an image has to pass. */
export interface MonorepoChecksProps extends MonorepoCheckOptions {
  readonly environment: StepEnvironment;
  readonly images: readonly KnownImage[];
  readonly architectures: readonly Architecture[];
  readonly records: ITable;
  /** Policies of who may put manifests into the repositories. */
  readonly putManifests: readonly IManagedPolicy[];
  /** The ARN of the pipeline, which is who builds, in what is signed. */
  readonly pipelineArn: string;
}

/** Most characters of what a scan may find in a variable; all variables of a build together have some thousand. */
const MOST_IN_A_VARIABLE = 2_000;

/** The file with the accepted findings of an image that has some of its own. */
function findingsFile(name: string): string {
  return `images/${name}.json`;
}

/** Steps that an image has to pass between its build and its release: one project each, whatever the number of images. */
export class MonorepoChecks extends Construct {
  /** The projects that the state machine starts. */
  public readonly projects: readonly Project[];
  /** Facts of them for the state machine. */
  public readonly checks: ImageChecks;

  constructor(scope: Construct, id: string, private readonly props: MonorepoChecksProps) {
    super(scope, id);
    const { architectures, scan, signing } = props;
    requireScanned(props);
    const index = architectures.length > 1 ? this.index() : undefined;
    const scanned = scan && this.scan(scan);
    const attest = signing && this.attest(props);
    this.projects = [index, scanned, attest].flatMap(step => step ? [step.project] : []);
    this.checks = {
      indexProject: index?.project.projectName,
      scan: scan && { project: scanned!.project.projectName, kind: scan.kind, repositories: Stack.of(this).formatArn({ service: 'ecr', resource: 'repository', resourceName: '' }) },
      attestProject: attest?.project.projectName,
    };
  }

  /** The file with the findings that are accepted in an image; none where those of all are. */
  public findingsOf({ name, acceptedFindings }: KnownImage): string | undefined {
    return acceptedFindings.length > 0 ? findingsFile(name) : undefined;
  }

  private index(): MonorepoStep {
    const { architectures, records } = this.props;
    const step = this.step('Index', {
      description: 'Joins the images of several platforms under one tag',
      name: 'publish',
      variables: { RECORDS: records.tableName, SOURCE_SUFFIXES: JSON.stringify(architectures.map(({ suffix }) => suffix)) },
    });
    this.putManifests(step);
    step.role.addToPolicy(new PolicyStatement({ actions: ['dynamodb:GetItem', 'dynamodb:PutItem'], resources: [records.tableArn] }));
    return step;
  }

  private scan(scan: ImageScan): MonorepoStep {
    const { images } = this.props;
    const text = scan._variable();
    const own = images.filter(({ acceptedFindings }) => acceptedFindings.length > 0)
      .map(({ name, acceptedFindings }) => [findingsFile(name), { text: scan._variable(acceptedFindings) }]);
    const file = own.length > 0 || text.length > MOST_IN_A_VARIABLE ? filesAsset(this, 'ScanLimits', { 'scan.json': { text }, ...Object.fromEntries(own) }) : undefined;
    const step = this.step('Scan', {
      description: 'Looks at the findings of a container image',
      name: 'scan',
      variables: file ? { SCAN_FILE: `${file.s3BucketName}/${file.s3ObjectKey}` } : { SCAN: text },
      timeout: scanTimeout(scan),
    });
    if (file) {
      step.role.grantFile(file);
    }
    AuthorizationToken.grantRead(step.role);
    grantScan(step.role, scan);
    repositoryPolicies(this, this.repositories, { id: 'Findings', description: 'Reads the findings of images', actions: scanActions(scan) })
      .forEach(policy => step.role.addManagedPolicy(policy));
    return step;
  }

  private attest({ signing, sbom, records, architectures, pipelineArn }: MonorepoChecksProps): MonorepoStep {
    const { key } = signing!;
    const step = this.step('Attest', {
      description: 'Attests how a container image was built and what is in it, and signs it',
      name: 'attest',
      variables: {
        KEY_ARN: key.keyArn,
        SBOM: sbom?._variable() ?? '{}',
        RECORDS: records.tableName,
        BUILDER: pipelineArn,
        ...architectures.length > 1 ? { PLATFORM_SUFFIXES: architectures.map(({ suffix }) => suffix).join(',') } : {},
      },
    });
    this.putManifests(step);
    step.role.grantKey(key, 'kms:GetPublicKey', 'kms:Sign', 'kms:Verify');
    step.role.addToPolicy(new PolicyStatement({ actions: ['dynamodb:GetItem'], resources: [records.tableArn] }));
    return step;
  }

  private step(id: string, props: Omit<ConstructorParameters<typeof MonorepoStep>[2], keyof StepEnvironment | 'alone'>): MonorepoStep {
    return new MonorepoStep(this, id, { ...this.props.environment, ...props, alone: true });
  }

  private putManifests({ role }: MonorepoStep): void {
    AuthorizationToken.grantRead(role);
    this.props.putManifests.forEach(policy => role.addManagedPolicy(policy));
  }

  private get repositories(): IRepository[] {
    return this.props.images.map(({ repository }) => repository);
  }
}

/** Findings are accepted of a scan. */
function requireScanned({ scan, images }: MonorepoChecksProps): void {
  const accepting = images.find(({ acceptedFindings }) => acceptedFindings.length > 0);
  if (accepting && !scan) {
    throw new PipelineError(`the image ${JSON.stringify(accepting.name)} has "acceptedFindings", and the pipeline no "scan"; set "scan", such as ImageScan.basic(), or leave them out`);
  }
}
