import { readFileSync } from 'fs';
import { ServiceCall } from '../../service-call';

/** Reads the file that `--services=` names; none where nothing is named. */
export function readServices(path: string | undefined): ServiceCall[] {
  return path === undefined ? [] : JSON.parse(readFileSync(path, 'utf8'));
}

/** The variables by which the tests find all of them. */
export function variablesOf(services: readonly ServiceCall[]): Record<string, string> {
  return Object.assign({}, ...services.map(({ variables }) => variables));
}
