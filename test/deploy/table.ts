import { aws } from './aws';
import { programs } from './programs';

/**
 * What `aws dynamodb` does with the records, by the emulator, in less time than the CLI takes to start: bash, for a stand-in
 * of `aws`.
 */
export const TABLE = `
if [ "$1" = dynamodb ]; then
  target=$(sed -E 's/(^|-)([a-z])/\\U\\2/g' <<<"$2")
  shift 2
  words=()
  while [ $# -gt 0 ]; do
    case "$1" in
      --table-name=*) words+=(TableName "$(jq -n --arg value "\${1#*=}" '$value')"); shift ;;
      --consistent-read) words+=(ConsistentRead true); shift ;;
      --key) words+=(Key "$2"); shift 2 ;;
      --item) words+=(Item "$2"); shift 2 ;;
      --condition-expression) words+=(ConditionExpression "$(jq -n --arg value "$2" '$value')"); shift 2 ;;
      --expression-attribute-values) words+=(ExpressionAttributeValues "$2"); shift 2 ;;
      --output|--cli-connect-timeout) shift 2 ;;
      *) echo "nobody stands for $1" >&2; exit 252 ;;
    esac
  done
  body=$(jq -nc '[$ARGS.positional | range(0; length; 2) as $i | {(.[$i]): (.[$i + 1] | fromjson)}] | add' --args -- "\${words[@]}")
  answer=$(curl --silent --show-error --write-out '\\n%{http_code}' "$AWS_ENDPOINT_URL" --data-binary "$body" --header "X-Amz-Target: DynamoDB_20120810.$target" \\
    --header 'Content-Type: application/x-amz-json-1.0' --header 'Authorization: AWS4-HMAC-SHA256 Credential=testing/20260101/us-east-1/dynamodb/aws4_request, SignedHeaders=host, Signature=0') || exit 255
  if [ "$(tail -n 1 <<<"$answer")" != 200 ]; then
    echo "An error occurred ($(jq -r '.__type | split("#")[-1]' <<<"$answer" 2>/dev/null | head -n 1)) when calling the $target operation: $answer" >&2
    exit 254
  fi
  answer=$(head -n -1 <<<"$answer")
  [ "$answer" = '{}' ] || printf '%s\\n' "$answer"
  exit
fi
`;

/** A sleep that takes no time, so that tries follow each other at once; a password in no time; and a table. */
export const AT_ONCE = { sleep: '', aws: `${TABLE}echo password\n` };

/** A directory with these programs, and a table of records by this name. */
export function quickAws(table: string): string {
  createTable(table);
  return programs(AT_ONCE);
}

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
