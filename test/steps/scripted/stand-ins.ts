import { AwsService } from '../../../lib/steps/world/aws';
import { kms } from './kms';
import { nothingAttached } from './nothing-attached';
import { registryFiles } from './registry-files';

/** What stands for a part of the world in scripted runs, made of the variables of the run. */
export interface StandIn {
  /** In the place of requests. */
  readonly fetch?: typeof fetch;
  /** The answer to a call that is not in the script, or nothing. An AwsError is thrown. */
  aws?(service: AwsService, operation: string, input: any): Promise<any>;
}

/** The stand-ins, by the names by which a run asks for them. */
export const STAND_INS: { readonly [name: string]: (variables: NodeJS.ProcessEnv) => StandIn } = {
  'kms': kms,
  'nothing-attached': nothingAttached,
  'registry': registryFiles,
};
