import { Findings } from '../findings';
import { DetectedFramework } from '../frameworks/detect-framework';
import { ProjectError } from '../project-error';
import { StartResolution } from './start-resolution';

/**
 * Decides the port that the application listens on; undefined unless the start script tells or a framework has one by default.
 *
 * @throws ProjectError if the one that was given is none
 */
export function detectPort(
  start: StartResolution,
  framework: DetectedFramework | undefined,
  override: number | undefined,
  findings: Findings,
): number | undefined {
  if (override !== undefined && !(Number.isInteger(override) && override > 0 && override < 65536)) {
    throw new ProjectError(`a port must be a whole number from 1 to 65535, got ${override}: change the prop port`);
  }
  const port = override ?? start.port;
  const decide = (source: string, reason: string) => {
    findings.decide('port', port === undefined ? '' : String(port), source, reason);
    return port;
  };
  if (override !== undefined) return decide('props: port', 'set explicitly');
  if (port === undefined) return decide('default', 'the start command names no port');
  if (start.command?.staticFiles !== undefined) return decide('default', 'the file server of the image listens on it unless the variable PORT names another one');
  const server = framework?.reading.server;
  return typeof server === 'object' && server.port === port
    ? decide(framework!.source, `${framework!.framework.name} listens on it unless it is told otherwise`)
    : decide(start.source, 'the start command names it');
}
