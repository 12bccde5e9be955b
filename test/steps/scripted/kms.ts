import { AwsError } from '../../../lib/steps/world/aws';
import { kmsAnswer } from '../../shell/kms';
import { StandIn } from './stand-ins';

/** Signs by the keys of the directory in KEYS. */
export function kms({ KEYS }: NodeJS.ProcessEnv): StandIn {
  return {
    async aws(service, operation, input) {
      if (service !== 'kms') return undefined;
      const answer = kmsAnswer(KEYS!, operation, input);
      if (answer === undefined) throw new AwsError('KMSInvalidSignatureException', '', false);
      return answer;
    },
  };
}
