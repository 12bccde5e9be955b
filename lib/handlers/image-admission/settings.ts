import { AdmissionDemands, demandsIn } from '../../attestations/admission/demands';

/** The settings of the function, as its construct writes them. */
export interface Settings {
  /** The URIs of the repositories whose images are looked at. */
  readonly repositories: readonly string[];
  /** True if images of other repositories may run beside. */
  readonly admitsOthers: boolean;
  readonly demands: AdmissionDemands;
  /** The keys of KMS whose statements count. */
  readonly keys: readonly string[];
  /** The public keys, in PEM, whose statements count. */
  readonly publicKeys: readonly string[];
}

/**
 * The settings in the variables of the function.
 *
 * @throws if they are not what the construct writes: nothing is admitted then.
 */
export function settingsIn({ REPOSITORIES = '', OTHER_IMAGES, ADMISSION = '', KEYS = '[]', PUBLIC_KEYS = '[]' }: NodeJS.ProcessEnv): Settings {
  const demands = demandsIn(ADMISSION);
  if (!demands) throw new Error('the variable ADMISSION is not the JSON that it should be');
  const [repositories, keys, publicKeys] = [REPOSITORIES, KEYS, PUBLIC_KEYS].map(text => JSON.parse(text));
  return { repositories, admitsOthers: OTHER_IMAGES === 'admit', demands, keys, publicKeys };
}
