import { PageShape } from './findings';
import { ScanOptions } from './scan-options';

/** Next step for the state of a scan. */
export type Next = 'read' | 'start' | 'wait' | 'refuse';

/** The state of a scan of which the registry knows nothing. */
export const NO_SCAN = 'no scan';

/** The state where the registry did not answer. */
export const NO_ANSWER = 'no answer';

/** Next step, by the state alone or for one kind of scanning. */
const NEXT: { readonly [state: string]: Next } = {
  'COMPLETE': 'read',
  'ACTIVE': 'read',
  'IN_PROGRESS': 'wait',
  'PENDING': 'wait',
  [NO_ANSWER]: 'wait',
  [`basic ${NO_SCAN}`]: 'start',
  'basic FINDINGS_UNAVAILABLE': 'start',
  [`inspector ${NO_SCAN}`]: 'wait',
};

export function nextOf(kind: ScanOptions['kind'], state: string): Next {
  return NEXT[`${kind} ${state}`] ?? NEXT[state] ?? 'refuse';
}

/** True if a page is of the scanner that was not asked for. A basic scan never is active. */
export function isOtherKind(kind: ScanOptions['kind'], state: string, shape: PageShape): boolean {
  return kind === 'basic' ? state === 'ACTIVE' || shape === 'inspector' : shape === 'basic';
}

/** Advice where there will be no findings. */
const ADVICE: { readonly [state: string]: string } = {
  FAILED: 'release the change again once the cause is gone',
  UNSUPPORTED_IMAGE: 'choose a base image that the scanner supports, or the other kind of ImageScan',
  SCAN_ELIGIBILITY_EXPIRED: 'build the image anew, or lengthen the duration for which Amazon Inspector scans images',
  FINDINGS_UNAVAILABLE: 'see in Amazon Inspector why it has none',
  LIMIT_EXCEEDED: 'the limit of scans is used up: retry the step later',
  IMAGE_ARCHIVED: 'restore the image from the archive',
};

export function adviceFor(state: string): string {
  return Object.hasOwn(ADVICE, state) ? ADVICE[state] : 'this status is not known';
}

/** Advice where no findings came in time. */
export function adviceAfter(kind: ScanOptions['kind'], state: string): string {
  return kind === 'inspector' && state === NO_SCAN
    ? 'is Amazon Inspector enabled, and does a filter of the registry\'s enhanced scanning match the repository?'
    : 'retry the step later, or raise the timeout of ImageScan';
}

/** Message where the registry scans in the way that was not asked for. */
export function otherKind(kind: ScanOptions['kind'], repository: string): string {
  return kind === 'basic'
    ? `the registry scans ${repository} by Amazon Inspector, but the gate is for basic scanning: give the pipeline ImageScan.inspector(), or set the registry to basic scanning`
    : `the registry has basic scanning for ${repository}, but the gate is for Amazon Inspector: give the pipeline ImageScan.basic(), or set the registry to enhanced scanning`;
}
