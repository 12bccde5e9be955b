import { Attributes, holds } from './condition';
import { Refusal } from './refusal';

/** Operations that a table knows, by what they are called. */
const OPERATIONS: { readonly [operation: string]: (items: Map<string, Attributes>, input: any) => object } = {
  GetItem: (items, { TableName, Key }) => {
    const item = items.get(keyOf(TableName, Key));
    return item ? { Item: item } : {};
  },
  PutItem: (items, { TableName, Item, ...condition }) => write(items, keyOf(TableName, Item), condition, key => items.set(key, Item)),
  DeleteItem: (items, { TableName, Key, ...condition }) => write(items, keyOf(TableName, Key), condition, key => items.delete(key)),
  Query: query,
};

/** Records of builds, as DynamoDB keeps them: each table begins empty, as after the first deployment. */
export class Tables {
  private readonly items = new Map<string, Attributes>();

  public call(operation: string, input: object): object {
    if (!Object.hasOwn(OPERATIONS, operation)) throw new Refusal('ValidationException', `a rehearsal does not know ${operation} of DynamoDB`);
    return OPERATIONS[operation](this.items, input);
  }
}

function write(items: Map<string, Attributes>, key: string, condition: any, change: (key: string) => void): object {
  const { ConditionExpression, ExpressionAttributeValues = {} } = condition;
  if (ConditionExpression !== undefined && !holds(ConditionExpression, items.get(key) ?? {}, ExpressionAttributeValues)) {
    throw new Refusal('ConditionalCheckFailedException', 'The conditional request failed');
  }
  change(key);
  return {};
}

/** All items of a repository, by their tags, and nothing finer: tables of a rehearsal are small, so that one answer has all. */
function query(items: ReadonlyMap<string, Attributes>, input: any): object {
  const { TableName, KeyConditionExpression, ExpressionAttributeValues: values = {}, ConsistentRead, ...more } = input;
  const [, name] = /^Repository = (:\w+)$/.exec(KeyConditionExpression) ?? [];
  if (name === undefined || values[name]?.S === undefined || Object.keys(more).length > 0) {
    throw new Refusal('ValidationException', `a rehearsal does not know the query ${[KeyConditionExpression, ...Object.keys(more)].join(' with ')}`);
  }
  const found = [...items].filter(([key]) => {
    const [table, repository] = JSON.parse(key);
    return table === TableName && repository === values[name].S;
  });
  return { Items: found.map(([, item]) => item).sort((a, b) => tagOf(a) < tagOf(b) ? -1 : 1), Count: found.length };
}

function tagOf({ Tag }: any): string {
  return String(Tag?.S);
}

function keyOf(table: string, { Repository, Tag }: any): string {
  return JSON.stringify([table, Repository?.S, Tag?.S]);
}
