import { DetectedFramework } from '../frameworks/detect-framework';
import { Findings } from '../model/findings';
import { ProjectError } from '../model/project-error';
import { StartResolution } from '../start/start-resolution';
import { Listening } from './read-listening';

/**
 * Questions for deciding the port.
 */
export interface PortReader {
  readonly start: StartResolution;
  readonly framework: DetectedFramework | undefined;
  readonly listening: Listening;
  readonly props: { readonly port?: number };
  readonly findings: Findings;
}

/**
 * The variables that say which port it is where the container runs, the strongest first: those that the source reads; none where it
 * reads none, and PORT where that is not known.
 */
export function portVariables({ start, framework, listening: { port }, props }: Omit<PortReader, 'findings'>): readonly string[] {
  const server = framework?.reading.server;
  if (start.command?.framework !== undefined && typeof server === 'object') return server.portVariables ?? ['PORT'];
  if (props.port !== undefined || start.port !== undefined || port === undefined) return ['PORT'];
  return port.fixed ? [] : port.variables ?? ['PORT'];
}

/**
 * Decides the port that the application listens on; undefined unless the start script tells, a framework has one by default, or
 * the source shows it.
 *
 * @throws ProjectError if the one that was given is none
 */
export function detectPort({ start, framework, listening, props: { port: override }, findings }: PortReader): number | undefined {
  if (override !== undefined && !(Number.isInteger(override) && override > 0 && override < 65536)) {
    throw new ProjectError(`a port must be a whole number from 1 to 65535, received ${override}: change the prop port`);
  }
  const port = override ?? start.port ?? listening.port?.value;
  if (start.port === undefined && listening.port?.fixed) {
    findings.decide('fixedPort', String(listening.port.value), listening.port.file, 'it listens there, and reads no variable PORT');
  }
  const decide = (source: string, reason: string) => {
    findings.decide('port', port === undefined ? '' : String(port), source, reason);
    return port;
  };
  if (override !== undefined) return decide('props: port', 'set explicitly');
  if (port === undefined) {
    const { server } = listening;
    if (!server) return decide('default', 'neither the start command nor the source of what it starts names one port');
    findings.warn('no-port', `${server.file} loads ${server.package}, and no port can be told from what is started, so that the image has no health check and exposes none: set the prop port`);
    return decide(server.file, `it looks like a server, for it loads ${server.package}, and the source does not tell one port: there is no health check`);
  }
  if (start.command?.staticFiles !== undefined) return decide('default', 'the file server of the image listens on it unless the variable PORT names another one');
  if (start.port === undefined) return decide(listening.port!.file, 'it listens there');
  const server = framework?.reading.server;
  return typeof server === 'object' && server.port === port
    ? decide(framework!.source, `${framework!.framework.name} listens on it unless it is told otherwise`)
    : decide(start.source, 'the start command names it');
}
