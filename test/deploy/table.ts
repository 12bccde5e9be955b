import { aws } from './aws';

/** Makes a table of records in the emulator, as the template has it, if it is not there. */
export function createTable(name: string): void {
  if (aws('dynamodb', 'list-tables').TableNames.includes(name)) return;
  aws('dynamodb', 'create-table', '--table-name', name, '--billing-mode', 'PAY_PER_REQUEST',
    '--attribute-definitions', 'AttributeName=Repository,AttributeType=S', 'AttributeName=Tag,AttributeType=S',
    '--key-schema', 'AttributeName=Repository,KeyType=HASH', 'AttributeName=Tag,KeyType=RANGE');
}

/** A record that a build of a repository has left, or somebody who may write there. */
export function putRecord(table: string, repository: string, tag: string, digest: string): void {
  aws('dynamodb', 'put-item', '--table-name', table, '--item', JSON.stringify({ Repository: { S: repository }, Tag: { S: tag }, Digest: { S: digest }, Built: { S: 'arn:aws:codebuild:test' } }));
}
