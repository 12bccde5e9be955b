import { StepFailure } from '../step';

/** The host of a registry of Amazon ECR: its account, and its region. */
export const ECR_HOST = /^(?<account>[0-9]{12})\.dkr[.-]ecr(-fips)?\.(?<region>[a-z0-9-]+)\.[a-z0-9.]+(:[0-9]+)?$/;

/** A repository of Amazon ECR. */
export interface EcrRepository {
  readonly uri: string;
  readonly host: string;
  readonly account: string;
  readonly region: string;
  /** Without the host. */
  readonly name: string;
}

/**
 * Parts of the URI of a repository.
 *
 * @throws StepFailure if it is none of Amazon ECR
 */
export function ecrRepository(uri: string): EcrRepository {
  const { host, name } = splitUri(uri);
  const { account, region } = ECR_HOST.exec(host)?.groups ?? {};
  if (!account || !/^[a-z0-9._/-]+$/.test(name)) {
    throw new StepFailure(`"${uri}" is no repository of Amazon ECR`);
  }
  return { uri, host, account, region, name };
}

/** The host of a registry and the name of a repository in it, of a URI. */
export function splitUri(uri: string): { host: string; name: string } {
  const [host] = uri.split('/', 1);
  return { host, name: uri === host ? uri : uri.slice(host.length + 1) };
}
