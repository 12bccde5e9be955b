import { declaredDependencies, Manifest } from '../manifest/manifest';
import { isManagerProgram } from '../package-managers/command-lines';
import { BUILTINS } from '../scripts/builtins';
import { DependencyBin, findBin } from '../scripts/dependency-bins';
import { ScriptContext } from '../scripts/script-context';

/**
 * Programs of operating systems and of other makers that start scripts run, and that no package of npm brings by these
 * names. Whether an image has them is for the base image to say.
 */
const FOREIGN = new Set([
  '[', 'awk', 'basename', 'bash', 'cat', 'chmod', 'chown', 'cp', 'cut', 'date', 'df', 'dirname', 'du', 'echo', 'env', 'envsubst', 'expr', 'false', 'find', 'grep', 'gzip',
  'head', 'hostname', 'id', 'kill', 'ln', 'ls', 'mkdir', 'mktemp', 'mv', 'nproc', 'printf', 'ps', 'pwd', 'realpath', 'rm', 'sed', 'seq', 'sh', 'sleep', 'sort',
  'tail', 'tar', 'tee', 'test', 'timeout', 'touch', 'tr', 'true', 'uname', 'uniq', 'unzip', 'wc', 'which', 'whoami', 'xargs', 'corepack',
  'aws', 'aws-vault', 'az', 'caddy', 'chamber', 'chromium', 'consul-template', 'curl', 'deno', 'docker', 'docker-compose', 'doppler', 'envconsul', 'ffmpeg', 'flock', 'fly',
  'gcloud', 'git', 'go', 'google-chrome', 'heroku', 'infisical', 'java', 'jq', 'kubectl', 'make', 'mongo', 'mongod', 'mongosh', 'mysql', 'mysqladmin', 'nc', 'ncat', 'nginx', 'op',
  'openssl', 'perl', 'pg_isready', 'php', 'pip', 'pip3', 'psql', 'python', 'python3', 'redis-cli', 'redis-server', 'rsync', 'ruby', 'sops', 'sqlite3', 'ssh', 'supervisord',
  'tailscale', 'tailscaled', 'teller', 'vault', 'wget', 'xvfb-run', 'yq', 'zsh', 'doas', 'sudo', 'gosu', 'su-exec', 'su', 'dumb-init', 'tini', 'nice', 'stdbuf', 'script', 'stty',
]);

/**
 * Facts of a program that a start script runs.
 */
export interface FoundProgram {
  readonly bin?: DependencyBin;
  /** True if no dependency brings it, so that the base image has to. */
  readonly foreign: boolean;
}

/**
 * Looks a program up among the dependencies of the package that a step runs in.
 */
export function findProgram(program: string, manifest: Manifest, directory: string, context: ScriptContext): FoundProgram {
  const { lockfile, manager: { shellBins }, rootManifest } = context;
  const bin = findBin(program, manifest, directory === '' ? lockfile : undefined, shellBins) ?? binOfRoot(program, rootManifest);
  if (bin || BUILTINS.has(program) || program === 'node' || program.includes('/')) return { bin, foreign: false };
  if (FOREIGN.has(program) || isManagerProgram(program)) return { foreign: true };
  // A lockfile that names every command leaves no doubt, nor does a package without dependencies.
  const manifests = rootManifest ? [manifest, rootManifest] : [manifest];
  const dependencies = manifests.flatMap(each => Object.keys(declaredDependencies(each)));
  return { foreign: (directory === '' && lockfile?.bins !== undefined) || dependencies.length === 0 };
}

/** A command that the root of the monorepo brings; where that is linked is left to the shell. */
function binOfRoot(program: string, root: Manifest | undefined) {
  const bin = root && findBin(program, root, undefined, true);
  return bin && { ...bin, file: undefined };
}
