/** The console of each partition. */
const CONSOLES: Record<string, string> = {
  'aws': 'console.aws.amazon.com',
  'aws-cn': 'console.amazonaws.cn',
  'aws-us-gov': 'console.amazonaws-us-gov.com',
};

/** Where to see a build in the console, from its ARN: `arn:PARTITION:codebuild:REGION:ACCOUNT:build/PROJECT:ID`. */
export function consoleLink(arn: string | undefined): string | undefined {
  const [, partition, , region, account, resource, id] = arn?.split(':') ?? [];
  const project = resource?.replace(/^build\//, '');
  const host = CONSOLES[partition];
  if (!host || !region || !account || !project || !id) {
    return undefined;
  }
  const build = encodeURIComponent(`${project}:${id}`);
  return `https://${region}.${host}/codesuite/codebuild/${account}/projects/${encodeURIComponent(project)}/build/${build}/?region=${region}`;
}
