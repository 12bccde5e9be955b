/** The host of a registry of Amazon ECR. */
const ECR_HOST = /\b[0-9]{12}\.dkr[.-]ecr(?:-fips)?\.[a-z0-9-]+\.[a-z0-9.]+[a-z0-9](?::[0-9]+)?(?=\/|$)/g;

/** Names of repositories as docker is told them: in the registry of the rehearsal, in a folder with the name of their own registry. */
export function inRehearsal(text: string, registry: string): string {
  return text.replace(ECR_HOST, host => `${registry}/${host}`);
}

/** The same names as they are for who reads on. */
export function asReleased(text: string, registry: string): string {
  return text.replaceAll(new RegExp(`http://${escaped(registry)}/v2/(${ECR_HOST.source})/`, 'g'), 'https://$1/v2/').replaceAll(`${registry}/`, '').replaceAll(registry, 'the registry of the rehearsal');
}

function escaped(text: string): string {
  return text.replaceAll('.', '\\.');
}
