import { Aws, CfnCondition, Fn, Stack, Token } from 'aws-cdk-lib';
import { RegionInfo } from 'aws-cdk-lib/region-info';
import { Construct } from 'constructs';
import { onePerStack } from '../../codebuild/one-per-stack';

const ID = 'NodejsImageConsole';

/** Where the console of each partition is; that of the first one, where the partition is another. */
const CONSOLES: { readonly [partition: string]: string } = {
  'aws': 'console.aws.amazon.com',
  'aws-cn': 'console.amazonaws.cn',
  'aws-us-gov': 'console.amazonaws-us-gov.com',
  'aws-eusc': 'console.amazonaws-eusc.eu',
};

/** The host of the console where a stack is deployed, which may be known only then. */
export function consoleHost(scope: Construct): string {
  const { region } = Stack.of(scope);
  if (!Token.isUnresolved(region)) {
    return CONSOLES[RegionInfo.get(region).partition ?? 'aws'] ?? CONSOLES.aws;
  }
  return onePerStack(scope, ID, stack => new ConsoleHost(stack, ID)).host;
}

/** The choice of a host while deploying. A mapping would fail where the partition is none that is known. */
class ConsoleHost extends Construct {
  public readonly host: string;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    const { aws, ...others } = CONSOLES;
    this.host = Object.entries(others).reduce((otherwise, [partition, host]) => {
      const condition = new CfnCondition(this, partition, { expression: Fn.conditionEquals(Aws.PARTITION, partition) });
      return Fn.conditionIf(condition.logicalId, host, otherwise).toString();
    }, aws);
  }
}
