import { Duration, Token } from 'aws-cdk-lib';
import { durationIn, instanceOf, listOf, objectOf, requireProps, shape } from '../../props/index';
import { PipelineError } from '../pipeline-error';
import { ACCEPTED_FINDING, AcceptedFinding, requireAcceptedFindings } from './accepted-finding';
import { FINDING_LIMITS, FindingLimits } from './finding-limits';

/** The severities, as the program names them. */
export const SEVERITIES: { readonly [limit in keyof Required<FindingLimits>]: string } = {
  critical: 'CRITICAL', high: 'HIGH', medium: 'MEDIUM', low: 'LOW', informational: 'INFORMATIONAL', unrated: 'UNRATED',
};

/** The program has the text in a variable, and Linux gives one no more than 128 KiB. */
const MOST_CHARACTERS = 100_000;

/** How an image is scanned before it is released. */
export interface ImageScanOptions {
  /**
   * How many findings of each severity the image may have. A limit that is not given keeps its default.
   *
   * @default - no critical and no high ones, any number of others
   */
  readonly maximum?: FindingLimits;

  /**
   * Findings that do not count until a date. One that has passed counts again, and the log says so; the log also tells of
   * those that expire within two weeks, and of those that no finding matches.
   *
   * @default - all findings count
   */
  readonly accepted?: AcceptedFinding[];

  /**
   * How long to wait for the findings of one image: from 1 to 120 minutes. If there are none after it, the image is not released.
   *
   * @default Duration.minutes(15)
   */
  readonly timeout?: Duration;
}

export const IMAGE_SCAN_OPTIONS = shape<ImageScanOptions>('ImageScanOptions', {
  maximum: objectOf(FINDING_LIMITS),
  accepted: listOf(objectOf(ACCEPTED_FINDING)),
  timeout: durationIn('minutes'),
});

/**
 * Who scans an image for vulnerabilities, and what the image may have.
 *
 * @example
 * import { ImageScan } from 'cdk-nodejs-image';
 *
 * const scan = ImageScan.basic({
 *   maximum: { medium: 10 },
 *   accepted: [{ id: 'CVE-2026-1234', expires: '2027-01-31', reason: 'the function is never called' }],
 * });
 */
export class ImageScan {
  /**
   * The basic scanning of ECR: packages of the operating system. It runs when the image is pushed, or is started then.
   *
   * @throws if a limit is no whole number from 0 on, the timeout is out of range, or a finding is accepted without a reason,
   * without a date, or twice
   * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-scanning-basic.html
   */
  public static basic(options: ImageScanOptions = {}): ImageScan {
    return new ImageScan('basic', options);
  }

  /**
   * The enhanced scanning of ECR by Amazon Inspector: packages of the operating system and of Node.js. The registry has to
   * be set to it.
   *
   * @throws as `basic()` does
   * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-scanning-enhanced.html
   */
  public static inspector(options: ImageScanOptions = {}): ImageScan {
    return new ImageScan('inspector', options);
  }

  /** `basic` or `inspector`. */
  public readonly kind: string;
  /** How long to wait for the findings of one image. */
  public readonly timeout: Duration;

  private readonly maximum: FindingLimits;
  private readonly accepted: readonly AcceptedFinding[];

  private constructor(kind: string, options: ImageScanOptions) {
    requireProps(`ImageScan.${kind}()`, options, IMAGE_SCAN_OPTIONS, PipelineError);
    this.kind = kind;
    this.timeout = requireTimeout(options.timeout ?? Duration.minutes(15));
    this.maximum = requireLimits({ critical: 0, high: 0, ...options.maximum });
    this.accepted = requireAcceptedFindings(options.accepted ?? []);
    const { length } = this._variable();
    if (length > MOST_CHARACTERS) {
      throw new PipelineError(`accepted must have at most ${MOST_CHARACTERS} characters in all, received ${this.accepted.length} findings with ${length}; shorten their reasons, or leave out those that have expired`);
    }
  }

  /**
   * True if no finding is accepted, so that many images are held to the same.
   *
   * @internal
   */
  public get _acceptsNone(): boolean {
    return this.accepted.length === 0;
  }

  /**
   * Variable of the program.
   *
   * @param more What one image is accepted to have beside that.
   * @internal
   */
  public _variable(more: readonly AcceptedFinding[] = []): string {
    return JSON.stringify({
      kind: this.kind,
      timeoutMinutes: this.timeout.toMinutes({ integral: false }),
      maximum: Object.fromEntries(Object.entries(this.maximum).map(([limit, value]) => [SEVERITIES[limit as keyof FindingLimits], value])),
      accepted: more.length ? requireAcceptedFindings([...this.accepted, ...more]) : this.accepted,
    });
  }
}

export const IMAGE_SCAN = instanceOf('ImageScan', () => ImageScan, {
  example: 'ImageScan.basic()',
  instead: value => value === 'inspector' ? 'ImageScan.inspector()' : undefined,
});

function requireTimeout(timeout: Duration): Duration {
  const minutes = timeout.toMinutes({ integral: false });
  if (minutes < 1 || minutes > 120) {
    throw new PipelineError(`timeout of a scan must be between 1 and 120 minutes, received ${timeout.toHumanString()}`);
  }
  return timeout;
}

function requireLimits(maximum: FindingLimits): FindingLimits {
  const given = Object.entries(maximum).filter(([, value]) => value !== undefined);
  for (const [limit, value] of given) {
    if (Token.isUnresolved(value) || !Number.isInteger(value) || value < 0) {
      throw new PipelineError(`maximum.${limit} must be a whole number of 0 or more, received ${JSON.stringify(value)}`);
    }
  }
  return Object.fromEntries(given);
}
