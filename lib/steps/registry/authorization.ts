import { readFileSync } from 'fs';
import { join } from 'path';
import { Network } from '../world/world';

/** The header by which a registry knows who asks: by what docker logged in with, if it did. */
export function authorizationFor({ variables: { DOCKER_CONFIG, HOME = '' } }: Network, host: string): string | undefined {
  const auth = authIn(join(DOCKER_CONFIG || join(HOME, '.docker'), 'config.json'), host);
  return auth === undefined ? undefined : `Basic ${auth}`;
}

function authIn(file: string, host: string): string | undefined {
  try {
    const auth: unknown = JSON.parse(readFileSync(file, 'utf8')).auths[host].auth;
    return typeof auth === 'string' && auth !== '' ? auth : undefined;
  } catch {
    return undefined; // without a login the registry says whether it needs one
  }
}
