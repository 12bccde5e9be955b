import { hasEnded, NODE_LINES } from '../dated-facts/node-lines';
import { ProjectError } from './project-error';

/**
 * A line of Node.js, e.g. 24, or one version of it, e.g. 24.11.1.
 *
 * @see https://github.com/nodejs/Release#release-schedule
 */
export class NodejsVersion {
  /** Node.js 20 (Iron), supported until 2026-04-30. */
  public static readonly V20 = NodejsVersion.of('20');

  /** Node.js 22 (Jod), supported until 2027-04-30. */
  public static readonly V22 = NodejsVersion.of('22');

  /** Node.js 24 (Krypton), supported until 2028-04-30. */
  public static readonly V24 = NodejsVersion.of('24');

  /** Node.js 26 (Lithium), supported until 2029-04-30. */
  public static readonly V26 = NodejsVersion.of('26');

  /**
   * A line (`24`), or a version that base images are to have exactly (`24.11.1`).
   *
   * An exact version gets no security updates until it is changed; a line does with every build.
   *
   * @param version one, two or three numbers, joined by dots
   * @throws an error if it is anything else, or older than Node.js 10
   */
  public static of(version: string): NodejsVersion {
    const numbers = /^v?(\d{1,4}(?:\.\d{1,6}){0,2})$/.exec(String(version).trim())?.[1];
    if (numbers === undefined) {
      throw new ProjectError(`a Node.js version is a line like "24" or a version like "24.11.1", received ${JSON.stringify(version)}: change the prop nodeVersion`);
    }
    const line = Number(numbers.split('.')[0]);
    if (line < NODE_LINES[0].line) {
      throw new ProjectError(`Node.js ${numbers} is older than ${NODE_LINES[0].line}, the oldest line that is supported: change the prop nodeVersion`);
    }
    return new NodejsVersion(line, numbers);
  }

  /**
   * The line, e.g. 24.
   */
  public readonly line: number;

  /**
   * The line or the version, as it was asked for: `24` or `24.11.1`.
   */
  public readonly version: string;

  /**
   * The last day of support of the line, e.g. `2028-04-30`. Empty for a line newer than this library.
   */
  public readonly endOfLife: string;

  /**
   * True if support had ended when this version of the library was released.
   */
  public readonly isEndOfLife: boolean;

  private constructor(line: number, version: string) {
    const known = NODE_LINES.find(candidate => candidate.line === line);
    this.line = line;
    this.version = version;
    this.endOfLife = known?.endOfLife ?? '';
    this.isEndOfLife = known !== undefined && hasEnded(known);
  }
}
