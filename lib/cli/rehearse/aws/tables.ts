import { Attributes, holds } from './condition';
import { Refusal } from './refusal';

/** Records of builds, as DynamoDB keeps them: each table begins empty, as after the first deployment. */
export class Tables {
  private readonly items = new Map<string, Attributes>();

  public call(operation: string, { TableName, Item, Key, ConditionExpression, ExpressionAttributeValues = {} }: any): object {
    const key = keyOf(TableName, Item ?? Key);
    const before = this.items.get(key);
    if (ConditionExpression !== undefined && !holds(ConditionExpression, before ?? {}, ExpressionAttributeValues)) {
      throw new Refusal('ConditionalCheckFailedException', 'The conditional request failed');
    }
    switch (operation) {
      case 'GetItem': return before ? { Item: before } : {};
      case 'PutItem': this.items.set(key, Item); return {};
      case 'DeleteItem': this.items.delete(key); return {};
      default: throw new Refusal('ValidationException', `a rehearsal does not know ${operation} of DynamoDB`);
    }
  }
}

function keyOf(table: string, { Repository, Tag }: any): string {
  return JSON.stringify([table, Repository?.S, Tag?.S]);
}
