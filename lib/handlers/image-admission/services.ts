import { ECRClient, GetAuthorizationTokenCommand } from '@aws-sdk/client-ecr';
import { DescribeServiceRevisionsCommand, ECSClient } from '@aws-sdk/client-ecs';
import { GetPublicKeyCommand, KMSClient } from '@aws-sdk/client-kms';
import { Aws, AwsError } from '../../steps/world/aws';
import { World } from '../../steps/world/world';

/** The part of the world that the handler needs. */
export type Services = Pick<World, 'aws' | 'fetch' | 'pause' | 'now' | 'say'>;

/** The calls: the client of each, and how the input becomes its command. */
/** Call of a service: its client, and the command that an input makes. */
interface Call {
  readonly Client: new (configuration: any) => { send(command: any): Promise<any> };
  readonly command: (input: any) => object;
}

const CALLS: { readonly [call: string]: Call } = {
  'ecs DescribeServiceRevisions': { Client: ECSClient, command: input => new DescribeServiceRevisionsCommand(input) },
  'ecr GetAuthorizationToken': { Client: ECRClient, command: input => new GetAuthorizationTokenCommand(input) },
  'kms GetPublicKey': { Client: KMSClient, command: input => new GetPublicKeyCommand(input) },
};

/** The real ones. */
export function awsServices(): Services {
  return {
    aws,
    fetch,
    pause: seconds => new Promise(resolve => setTimeout(resolve, seconds * 1000)),
    now: () => Date.now(),
    say: line => console.log(line),
  };
}

const aws: Aws = {
  async call(service, operation, input, { region } = {}) {
    const { Client, command } = CALLS[`${service} ${operation}`];
    try {
      return await new Client({ ...region === undefined ? {} : { region }, maxAttempts: 5 }).send(command(input));
    } catch (error: any) {
      throw new AwsError(String(error?.name ?? 'Error'), String(error?.message ?? error), false);
    }
  },
};
