import { Token } from 'aws-cdk-lib';
import { required, shape, TEXT } from '../../props/index';
import { PipelineError } from '../pipeline-error';

/** As the databases of vulnerabilities name them: `CVE-2026-1234`, `GHSA-jf85-cpcp-j695`, `ALAS2023-2026-1234`, `RHSA-2026:1234`. */
const ID = /^(?=.{3,80}$)[A-Z][A-Z0-9]*(?:[-:][A-Za-z0-9]+)+$/;

/** A finding that does not count for a time, and why. */
export interface AcceptedFinding {
  /** The id of the finding, such as `CVE-2026-1234`. */
  readonly id: string;

  /**
   * The last day on which it does not count, in UTC, such as `2027-01-31`. After it the finding counts again.
   */
  readonly expires: string;

  /** Why it is accepted; never empty. The log of every scan shows it. */
  readonly reason: string;

  /**
   * The package in which it is accepted.
   *
   * @default - any package
   */
  readonly package?: string;
}

export const ACCEPTED_FINDING = shape<AcceptedFinding>('AcceptedFinding', {
  id: required(TEXT),
  expires: required(TEXT),
  reason: required(TEXT),
  package: TEXT,
});

/** Refuses what would not work as it reads. Whether an acceptance has expired is for the run to say: time passes without a synthesis. */
export function requireAcceptedFindings(accepted: readonly AcceptedFinding[]): readonly AcceptedFinding[] {
  const known = new Set<string>();
  for (const finding of accepted) {
    const { id, expires, reason, package: name } = finding;
    if ([id, expires, reason, name].some(value => Token.isUnresolved(value))) {
      throw new PipelineError(`accepted must hold values that are known now, received a token in ${JSON.stringify(finding)}`);
    }
    if (!ID.test(id)) {
      throw new PipelineError(`the id of an accepted finding must be like "CVE-2026-1234", received ${JSON.stringify(id)}`);
    }
    if (!isDate(expires)) {
      throw new PipelineError(`expires of the accepted finding ${id} must be a date like "2027-01-31", received ${JSON.stringify(expires)}`);
    }
    if (reason.trim() === '') {
      throw new PipelineError(`the reason of the accepted finding ${id} must say why it is accepted, received ${JSON.stringify(reason)}`);
    }
    if (name?.trim() === '') {
      throw new PipelineError(`package of the accepted finding ${id} must name a package, or be left out for any, received ${JSON.stringify(name)}`);
    }
    const key = JSON.stringify([id, name]);
    if (known.has(key)) {
      throw new PipelineError(`accepted holds ${id}${name === undefined ? '' : ` in ${name}`} twice; keep one of them`);
    }
    known.add(key);
  }
  return accepted;
}

/** True if there is such a day in the calendar. */
function isDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}
