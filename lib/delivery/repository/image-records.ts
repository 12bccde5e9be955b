import { RemovalPolicy, Stack, Token, Validations } from 'aws-cdk-lib';
import { AttributeType, BillingMode, Table } from 'aws-cdk-lib/aws-dynamodb';
import { IRepository } from 'aws-cdk-lib/aws-ecr';
import { IGrantable, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { ImageInfrastructure } from '../../codebuild/infrastructure/image-infrastructure';
import { onePerStack } from '../../codebuild/one-per-stack';
import { contentTagOf } from '../../context/sha256';
import { ImageRepository } from './image-repository';

const ID = 'NodejsImageRecords';

/** The table of a stack for repositories that are made for its pipelines; others in the stack have one for each, or the one above. */
const ID_OF_PIPELINES = 'NodejsImagePipelineRecords';

const OF_PIPELINES = new WeakSet<IRepository>();

/** Actions on the records that a policy names. */
type Access = 'GetItem' | 'PutItem' | 'DeleteItem';

/**
 * Records of builds on the images in a repository, apart from the repository: which digest they made of a content, and who has
 * which tag. Nobody gets to write here by what lets them push.
 */
export class ImageRecords {
  /** Has a repository that is made for a pipeline share its table with those of other pipelines of the stack. */
  public static share(repository: ImageRepository): ImageRepository {
    OF_PIPELINES.add(repository);
    return repository;
  }

  /**
   * The records of a repository: they are with one of this library, for all who push to it, and else one for each stack.
   */
  public static of(scope: Construct, repository: IRepository): ImageRecords {
    return new ImageRecords(tableOf(scope, repository), repository);
  }

  /**
   * The tag of a content for whoever shares the records of it. Stacks that do not would each find the image of another under
   * the same tag, and take it for that of a stranger.
   */
  public static tagOf(scope: Construct, repository: IRepository | undefined, contentTag: string): string {
    if (!repository || isOurs(scope, repository)) return contentTag;
    const stack = Stack.of(scope);
    return contentTagOf([contentTag, stack.node.addr, Token.isUnresolved(stack.stackName) ? '' : stack.stackName]);
  }

  private constructor(private readonly table: Table, private readonly repository: IRepository) {
  }

  /** The variables by which a program finds them. */
  public get variables(): { readonly RECORDS: string } {
    return { RECORDS: this.table.tableName };
  }

  /** The same by who tells it to a shared step: its project, where repositories of a stack share the table, and otherwise its action. */
  public get told(): { readonly constants: { [name: string]: string }; readonly variables: { [name: string]: string } } {
    const shared = this.table.node.scope === Stack.of(this.table);
    return { constants: shared ? this.variables : {}, variables: shared ? {} : this.variables };
  }

  /** Allows reading which images were made. */
  public grantRead(grantee: IGrantable): void {
    this.grant(grantee, ['GetItem'], this.images);
  }

  /** Allows recording which images were made. */
  public grantRecord(grantee: IGrantable): void {
    this.grant(grantee, ['GetItem', 'PutItem'], this.images);
  }

  /** Allows having tags. */
  public grantTags(grantee: IGrantable): void {
    this.grant(grantee, ['GetItem', 'PutItem', 'DeleteItem'], `${this.images} tags`);
  }

  /** The part of the table for images; in `records.sh` are both. */
  private get images(): string {
    return this.repository.repositoryName;
  }

  private grant(grantee: IGrantable, access: Access[], part: string): void {
    grantee.grantPrincipal.addToPrincipalPolicy(new PolicyStatement({
      actions: access.map(action => `dynamodb:${action}`),
      resources: [this.table.tableArn],
      conditions: { 'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': [part] } },
    }));
  }
}

/** A repository of another account or region has no records that could be reached from here. */
function isOurs(scope: Construct, repository: IRepository): boolean {
  const stack = Stack.of(scope);
  const { account, region } = repository.env;
  return ImageRepository.isImageRepository(repository) && account === stack.account && region === stack.region;
}

function tableOf(scope: Construct, repository: IRepository): Table {
  if (!isOurs(scope, repository)) return onePerStack(scope, ID, tableIn);
  if (OF_PIPELINES.has(repository)) return onePerStack(repository, ID_OF_PIPELINES, tableIn);
  return repository.node.tryFindChild(ID) as Table | undefined ?? tableIn(repository, ID);
}

/** A table for records of somebody's own. */
export function recordsTable(scope: Construct): Table {
  return tableIn(scope, ID);
}

function tableIn(scope: Construct, id: string): Table {
  const { pointInTimeRecovery } = ImageInfrastructure._optionsFor(scope);
  const table = new Table(scope, id, {
    partitionKey: { name: 'Repository', type: AttributeType.STRING },
    sortKey: { name: 'Tag', type: AttributeType.STRING },
    billingMode: BillingMode.PAY_PER_REQUEST,
    ...pointInTimeRecovery ? { pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true } } : {},
    removalPolicy: RemovalPolicy.DESTROY,
  });
  Validations.of(table).acknowledge({ id: 'AwsSolutions-DDB3', reason: 'an image whose record is lost is built again' });
  return table;
}
