import { MANIFEST_SECRETS, secretIn, SecretFile, settingsSecrets } from '../secrets/hard-coded/refuse-hard-coded';
import { DEFINITIONS } from './definitions';

/** Files that installing reads, by their names. */
const FILES: ReadonlyMap<string, SecretFile> = new Map<string, SecretFile>([
  ['package.json', MANIFEST_SECRETS],
  ...DEFINITIONS.flatMap(({ settingsFiles }) => settingsFiles)
    .flatMap(({ names, secrets }) => names.map(name => [name, settingsSecrets(secrets)] as const)),
  ...DEFINITIONS.flatMap(({ lockfileNames, lockfileSecrets }) => lockfileNames.map(name => [name, lockfileSecrets(name)] as const)),
]);

/**
 * Why a file of a package manager may not be in an image: a secret is written out in it. Undefined where none is.
 *
 * @param path how it is called; its name tells how it is read
 */
export function hardCodedSecret(path: string, content: Buffer | string): string | undefined {
  const file = FILES.get(path.slice(path.lastIndexOf('/') + 1));
  return file && secretIn(file, path, content);
}
