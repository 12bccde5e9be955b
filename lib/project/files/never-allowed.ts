/**
 * Names of files and directories that never enter an image, at any depth. `*` stands for any characters.
 *
 * They are secrets, results of other runs, or histories: what is installed and built inside the image
 * is made there, and a secret reaches a build as a secret mount.
 */
export const NEVER_ALLOWED_NAMES: readonly string[] = [
  // version control
  '.git', '.hg', '.svn',
  // installed or produced elsewhere
  'node_modules', 'cdk.out', '.cdk.staging', 'coverage', '.nyc_output', 'npm-debug.log*', 'yarn-debug.log*', 'yarn-error.log*',
  '.DS_Store', 'Thumbs.db',
  // what tools remember of earlier runs: with it, a compiler writes nothing where nothing was
  '.turbo', '*.tsbuildinfo', '.eslintcache',
  // secrets
  '.env', '.env.*', '.envrc', '.aws', '.ssh', '.gnupg', '.netrc', '.dockercfg', '.docker', '.kube',
  '*.pem', '*.key', '*.p12', '*.pfx', '*.jks', '*.keystore', '*.kdbx', 'id_rsa*', 'id_dsa*', 'id_ecdsa*', 'id_ed25519*',
];

const PATTERN = new RegExp(`^(?:${NEVER_ALLOWED_NAMES.map(name => name.replace(/\./g, '\\.').replace(/\*/g, '.*')).join('|')})$`, 's');

/**
 * Whether a file or a directory of this name never enters an image.
 */
export function isNeverAllowed(name: string): boolean {
  return PATTERN.test(name);
}
