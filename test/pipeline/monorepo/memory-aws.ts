import { AwsError } from '../../../lib/steps/world/aws';
import { keepForModels } from '../../shell/aws-records';
import { KMS } from './simulated-images';

type Item = Record<string, any>;

/** So many calls of an operation are held to the models of AWS. */
const KEPT = 20;

/** A table of records and the objects of buckets, in memory. */
export class MemoryAws {
  /** The operations that were called, with their services. */
  public readonly calls: string[] = [];
  public readonly objects = new Map<string, Buffer>();
  /** The findings of images, by their repositories; none of the others. */
  public readonly findings = new Map<string, { name: string; severity: string }[]>();
  private readonly items = new Map<string, Item>();

  public call(service: string, operation: string, input: any): any {
    this.calls.push(`${service} ${operation}`);
    const name = `${service} ${operation}`;
    if (!(name in OPERATIONS)) throw new Error(`nobody stands for ${name}`);
    const answer = OPERATIONS[name](this, input);
    // of each operation the first ones, without what may be large
    if (this.calls.filter(call => call === name).length <= KEPT) {
      const kept = input.Body === undefined ? input : { ...input, Body: Buffer.alloc(1) };
      const answers = { [name]: answer.Body === undefined ? [answer] : [] };
      keepForModels({ calls: [{ service, operation, input: kept }], answers, errors: { [name]: [] } });
    }
    return answer;
  }

  public item(repository: string, tag: string): Item | undefined {
    return this.items.get(keyOf({ Repository: { S: repository }, Tag: { S: tag } }));
  }

  public put(item: Item): void {
    this.items.set(keyOf(item), item);
  }

  public remove(key: Item): void {
    this.items.delete(keyOf(key));
  }

  public all(repository: string): Item[] {
    return [...this.items.values()].filter(({ Repository }) => Repository.S === repository);
  }
}

const keyOf = ({ Repository, Tag }: Item): string => `${Repository.S}\n${Tag.S}`;

const OPERATIONS: { readonly [operation: string]: (aws: MemoryAws, input: any) => any } = {
  'dynamodb Query': (aws, { ExpressionAttributeValues: values }) => ({ Items: aws.all(values[':released'].S) }),
  'dynamodb GetItem': (aws, { Key }) => ({ Item: aws.item(Key.Repository.S, Key.Tag.S) }),
  'dynamodb PutItem': (aws, { Item, ...condition }) => {
    requireCondition(aws.item(Item.Repository.S, Item.Tag.S), condition);
    aws.put(Item);
    return {};
  },
  'dynamodb DeleteItem': (aws, { Key, ...condition }) => {
    requireCondition(aws.item(Key.Repository.S, Key.Tag.S), condition);
    aws.remove(Key);
    return {};
  },
  's3 PutObject': (aws, { Bucket, Key, Body }) => {
    aws.objects.set(`${Bucket}/${Key}`, Buffer.from(Body));
    return {};
  },
  's3 GetObject': (aws, { Bucket, Key }) => {
    const content = aws.objects.get(`${Bucket}/${Key}`);
    if (!content) throw new AwsError('NoSuchKey', `${Bucket}/${Key}`, false);
    return { Body: { transformToByteArray: async () => content } };
  },
  'ecr GetRegistryScanningConfiguration': () => ({ registryId: '123456789012', scanningConfiguration: { scanType: 'BASIC', rules: [] } }),
  'ecr DescribeImageScanFindings': (aws, { repositoryName }) => ({
    imageScanStatus: { status: 'COMPLETE' }, imageScanFindings: { imageScanCompletedAt: new Date(0), findings: aws.findings.get(repositoryName) ?? [] },
  }),
  ...Object.fromEntries(Object.entries(KMS).map(([operation, answer]) => [operation, (_: unknown, input: any) => answer(input)])),
  'ecr-public GetAuthorizationToken': () => ({ authorizationData: { authorizationToken: Buffer.from('AWS:password').toString('base64') } }),
  'ecr GetAuthorizationToken': () => ({ authorizationData: [{ authorizationToken: Buffer.from('AWS:password').toString('base64') }] }),
};

/** The conditions that the records have: terms that are joined by OR. */
function requireCondition(item: Item | undefined, { ConditionExpression: expression, ExpressionAttributeValues: values = {} }: any): void {
  if (expression === undefined) return;
  const number = (attribute: any) => attribute === undefined ? undefined : attribute.N === undefined ? attribute.S : Number(attribute.N);
  const holds = expression.split(' OR ').some((term: string) => {
    const [, absent] = /^attribute_not_exists\((\w+)\)$/.exec(term) ?? [];
    if (absent !== undefined) return item?.[absent] === undefined;
    const [, listed, list] = /^(\w+) IN \(([^)]*)\)$/.exec(term) ?? [];
    if (listed !== undefined) return list.split(', ').some(name => number(values[name]) === number(item?.[listed]));
    const [, name, operator, value] = /^(\w+) (<=|<|=) (:\w+)$/.exec(term) ?? [];
    if (name === undefined) throw new Error(`the condition ${term} is not known here`);
    const [there, given] = [number(item?.[name]), number(values[value])];
    return there !== undefined && (operator === '=' ? there === given : operator === '<' ? there < given! : there <= given!);
  });
  if (!holds) throw new AwsError('ConditionalCheckFailedException', 'The conditional request failed', false);
}
