import { Aws, AwsError, AwsService, CallOptions } from './aws';
import { CLIENTS } from './clients';
import { mayPass } from './may-pass';
import { verbatim } from './verbatim';
import { WayOut } from './way-out';

/** How often a call is tried; one on which nothing depends is given up sooner. */
const TRIES = { usual: 8, aside: 2 };

/** Where no network leads to a service, a connection is not answered at all. */
const CONNECTING = 5_000; // milliseconds

/** The SDK of AWS, as it is configured by the variables of a build. */
export function sdk(variables: Readonly<Record<string, string | undefined>>, wayOut: WayOut): Aws {
  const clients = new Map<string, { send(command: any): Promise<any> }>();
  const ownRegion = variables.AWS_REGION ?? variables.AWS_DEFAULT_REGION;
  const clientOf = (service: AwsService, { region = ownRegion, aside = false, credentials }: CallOptions) => {
    const key = JSON.stringify([service, region, aside, credentials]);
    const known = clients.get(key);
    if (known) return known;
    const client = new CLIENTS[service]!.Client({
      region,
      credentials,
      maxAttempts: aside ? TRIES.aside : TRIES.usual,
      requestHandler: { connectionTimeout: CONNECTING, httpsAgent: wayOut },
      // an endpoint of one's own need not know a host for each bucket
      ...service === 's3' && (variables.AWS_ENDPOINT_URL_S3 ?? variables.AWS_ENDPOINT_URL) !== undefined ? { forcePathStyle: true } : {},
    });
    clients.set(key, client);
    return client;
  };
  return {
    async call(service, operation, input, options = {}) {
      const Command = CLIENTS[service]?.commands[operation];
      const handsOn = CLIENTS[service]?.verbatim?.includes(operation);
      if (!Command) throw new Error(`the operation ${operation} of ${service} is not in the bundle of the steps`);
      try {
        const command: any = new Command(input);
        const answer = handsOn ? verbatim(command, input) : undefined;
        const output = await clientOf(service, options).send(command);
        return answer ? answer() : output;
      } catch (error) {
        throw verdictOf(error);
      }
    },
  };
}

/** Error of the SDK, as steps know it. */
function verdictOf(error: any): AwsError {
  const status: number | undefined = error?.$metadata?.httpStatusCode;
  const unanswered = status === undefined && (typeof error?.code === 'string' || error?.name === 'TimeoutError');
  const code = unanswered ? 'NetworkError' : String(error?.name ?? 'UnknownError');
  // an address that has several hosts may fail with no message but those of its parts
  const message = [error?.message, ...error?.errors?.map((part: Error) => part.message) ?? []].filter(Boolean).join('; ');
  return new AwsError(code, message || String(error?.code ?? error), unanswered || mayPass(code, status));
}
