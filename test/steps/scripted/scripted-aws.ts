import * as fs from 'fs';
import { Aws, AwsError } from '../../../lib/steps/world/aws';
import { mayPass } from '../../../lib/steps/world/may-pass';
import { fromTagged, toTagged } from '../tagged-json';
import { StandIn } from './stand-ins';

/** An error as tests write it, as in `(AccessDenied) when calling the Sign operation: no`. */
const ERROR = /^\((\w+)\)(?: when calling the \w+ operation)?:? ?(.*)$/s;

/** How often the SDK tries, as far as a test can tell. */
const TRIES = 5;

/**
 * AWS as a script has it: `SERVICE OPERATION` with its answers in turn, of which the last is given again and again. Each call is
 * written down beside those of programs, as `aws`, the service, the operation, the input and the options of the call.
 */
export function scriptedAws(script: string, calls: string, standIns: readonly StandIn[]): Aws {
  const answers: Record<string, { json?: any; error?: string }[]> = fromTagged(fs.readFileSync(script, 'utf8'));
  const turns: Record<string, number> = {};
  const ask: Aws['call'] = async (service, operation, input, options = {}) => {
    const { aside: _, credentials, ...told } = options;
    const words = ['aws', service, operation, toTagged(input), toTagged({ ...told, ...credentials ? { accessKeyId: credentials.accessKeyId } : {} })];
    fs.appendFileSync(calls, [...words, '\u0001end of call\u0001', ''].join('\0'));
    const name = `${service} ${operation}`;
    for (const standIn of answers[name] ? [] : standIns) {
      const answer = await standIn.aws?.(service, operation, input);
      if (answer !== undefined) return answer;
    }
    if (!answers[name]) throw new AwsError('NoAnswer', `no answer for ${name}`, false);
    const turn = turns[name] ?? 0;
    turns[name] = turn + 1;
    const { json, error } = answers[name][Math.min(turn, answers[name].length - 1)];
    if (error === undefined) return answerOf(operation, json);
    const [, code, message] = ERROR.exec(error) ?? ['', 'UnknownError', error];
    throw new AwsError(code, message, mayPass(code));
  };
  return {
    async call(service, operation, input, options) {
      for (let number = 1; ; number++) {
        try {
          return await ask(service, operation, input, options);
        } catch (error) {
          if (!(error instanceof AwsError && error.mayPass) || number === (options?.aside ? 2 : TRIES)) throw error;
        }
      }
    },
  };
}

/** What S3 gives of an object is a stream. */
function answerOf(operation: string, json: any): any {
  if (operation !== 'GetObject') return json ?? {};
  const bytes = typeof json?.Body === 'string' ? new Uint8Array(Buffer.from(json.Body)) : json?.Body ?? new Uint8Array();
  return { ...json, Body: { transformToByteArray: async () => bytes, transformToString: async () => Buffer.from(bytes).toString('utf8') } };
}
