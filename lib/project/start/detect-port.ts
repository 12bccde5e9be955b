import { Findings } from '../findings';
import { ProjectError } from '../project-error';
import { StartResolution } from './start-resolution';

/**
 * Decides the port that the application listens on; undefined unless the start script tells.
 *
 * @throws ProjectError if the one that was given is none
 */
export function detectPort(start: StartResolution, override: number | undefined, findings: Findings): number | undefined {
  if (override !== undefined && !(Number.isInteger(override) && override > 0 && override < 65536)) {
    throw new ProjectError(`a port must be a whole number from 1 to 65535, got ${override}: change the prop port`);
  }
  const port = override ?? start.port;
  const [source, reason] = override !== undefined
    ? ['props: port', 'set explicitly']
    : start.port !== undefined ? [start.source, 'the start command names it'] : ['default', 'the start command names no port'];
  findings.decide('port', port === undefined ? '' : String(port), source, reason);
  return port;
}
