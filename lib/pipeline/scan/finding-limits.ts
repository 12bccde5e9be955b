import { NUMBER, shape } from '../../props/index';

/** How many findings of each severity an image may have: whole numbers from 0 on. What is accepted does not count. */
export interface FindingLimits {
  /**
   * How many critical ones.
   *
   * @default 0
   */
  readonly critical?: number;

  /**
   * How many high ones.
   *
   * @default 0
   */
  readonly high?: number;

  /**
   * How many medium ones.
   *
   * @default - any number
   */
  readonly medium?: number;

  /**
   * How many low ones.
   *
   * @default - any number
   */
  readonly low?: number;

  /**
   * How many informational ones.
   *
   * @default - any number
   */
  readonly informational?: number;

  /**
   * How many that the scanner has not rated: ECR's UNDEFINED, Inspector's UNTRIAGED.
   *
   * @default - any number
   */
  readonly unrated?: number;
}

export const FINDING_LIMITS = shape<FindingLimits>('FindingLimits', {
  critical: NUMBER,
  high: NUMBER,
  medium: NUMBER,
  low: NUMBER,
  informational: NUMBER,
  unrated: NUMBER,
});
