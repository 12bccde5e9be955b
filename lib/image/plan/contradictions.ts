import { LEAST_UNPRIVILEGED_PORT } from '../../programs/privileged-port';
import { isWithin, NodejsProject, ProjectWarning } from '../../project/index';
import { nearest } from '../../props/index';
import { ImageError } from '../image-error';
import { NodejsDockerfileOptions } from '../nodejs-image-options';
import { relativePath } from '../paths';
import { StartPlan } from './start';

/** Flags of node whose next word is a value. */
const WITH_VALUE = /^(-r|--require|--import|--loader|--experimental-loader|-C|--conditions|--env-file|--env-file-if-exists)$/;

/** Flags of node after which no file is run. */
const WITHOUT_FILE = /^(-e|--eval|-p|--print|-c|--check|-|--run|--test|-i|--interactive|-v|--version)$/;

/** Contradictions of options that cannot work: each is known to be wrong, or to need a look. */
export function contradictions(project: NodejsProject, options: NodejsDockerfileOptions, start: StartPlan): ProjectWarning[] {
  return [
    ...ofCommand(project, options),
    ...ofReleaseFiles(project, options),
    ...ofWritableDirectories(project, options),
    ...ofPort(project, options, start),
    ...ofPrivilegedPort(options.port ?? project.port),
  ];
}

function ofCommand(project: NodejsProject, { command = [], entrypoint = [] }: NodejsDockerfileOptions): ProjectWarning[] {
  const file = fileOf([...entrypoint, ...command]);
  if (file === undefined || !isMissing(project, file, ['', '.js', '.cjs', '.mjs', '.ts', '.json', '/index.js'])) return [];
  return [{
    id: 'command-missing-file',
    message: `"command" runs ${JSON.stringify(file)}, which is not there${project.buildScript === undefined ? ', and nothing is built' : ' and not where the build writes'}; `
      + `${meant(project, file) ?? 'name the file that starts the application, relative to the project'}`,
  }];
}

function ofReleaseFiles(project: NodejsProject, options: NodejsDockerfileOptions): ProjectWarning[] {
  const named = (['releaseFiles', 'includeFiles'] as const).flatMap(prop => (options[prop] ?? []).map(path => [prop, relativePath(prop, path)] as const));
  return named.filter(([, path]) => isMissing(project, path)).map(([prop, path]) => ({
    id: 'release-file-missing',
    message: `"${prop}" names ${JSON.stringify(path)}, which is not there${project.buildScript === undefined ? ', and nothing is built' : ' and not where the build writes'}; `
      + `${meant(project, path) ?? 'take it out, or name what is there'}`,
  }));
}

/** One that is not there is made, empty: only a name that is nearly another one is likely to be wrong. */
function ofWritableDirectories(project: NodejsProject, { writableDirectories = [] }: NodejsDockerfileOptions): ProjectWarning[] {
  return writableDirectories.map(path => relativePath('writableDirectories', path)).flatMap(path => {
    const kind = project._kindOf(path);
    if (kind === 'file') {
      throw new ImageError(`writableDirectories must name directories, received ${JSON.stringify(path)}, which is a file of the project; name the directory that it is in`);
    }
    const other = kind === 'none' && !isBuilt(project, path) ? meant(project, path, true) : undefined;
    return other === undefined ? [] : [{
      id: 'writable-directory-missing',
      message: `"writableDirectories" names ${JSON.stringify(path)}, which is not there: an empty directory of that name will be, and no other can be written to; ${other}`,
    }];
  });
}

function ofPort(project: NodejsProject, { port, environment, command, entrypoint }: NodejsDockerfileOptions, start: StartPlan): ProjectWarning[] {
  if (port === undefined) return [];
  const given = environment?.PORT;
  const own = given !== undefined && given !== String(port) ? [{
    id: 'port-contradiction',
    message: `"port" is ${port}, and "environment" sets PORT to ${JSON.stringify(given)}, on which the application will listen; give one of them`,
  }] : [];
  const listens = command === undefined && entrypoint === undefined ? fixedPort(project, start) : undefined;
  return listens === undefined || listens.port === port ? own : [...own, {
    id: 'port-not-read',
    message: `"port" is ${port}, but ${listens.source} makes the application listen on ${listens.port} and reads no variable PORT, so that nothing answers on ${port} and the health check fails; `
      + `let it listen on process.env.PORT, or set port: ${listens.port}`,
  }];
}

/**
 * Docker lets every user listen on every port, and so does the build; where the image runs in the end that is not so.
 *
 * @see https://github.com/aws/containers-roadmap/issues/1721
 */
function ofPrivilegedPort(port: number | undefined): ProjectWarning[] {
  return port === undefined || port >= LEAST_UNPRIVILEGED_PORT ? [] : [{
    id: 'port-privileged',
    message: `the image listens on ${port}, and its user is not root: Docker allows that, and ECS, Fargate and many clusters of Kubernetes refuse every port below ${LEAST_UNPRIVILEGED_PORT}; `
      + 'let it listen on 8080, for example, and have the load balancer listen on the other one',
  }];
}

/** The port that nothing but a change of the project changes, where one is known. */
function fixedPort(project: NodejsProject, start: StartPlan): { readonly port: number; readonly source: string } | undefined {
  const word = /(?:^|\s)(?:--port[= ]|-p[= ]?)(\d{1,5})(?=\s|$)/.exec(start.command.slice(1).join(' '))?.[1];
  if (word !== undefined) return { port: Number(word), source: 'the start command' };
  const fact = project.facts.find(({ name }) => name === 'fixedPort');
  return fact && { port: Number(fact.value), source: fact.source };
}

/** The file that node runs. */
function fileOf(words: readonly string[]): string | undefined {
  const [program, ...rest] = words;
  if (program !== 'node') return undefined;
  for (let index = 0; index < rest.length; index++) {
    if (WITHOUT_FILE.test(rest[index])) return undefined;
    if (!rest[index].startsWith('-')) return rest[index];
    if (WITH_VALUE.test(rest[index])) index++;
  }
  return undefined;
}

/** True if a path is surely not there: neither on disk nor written by the build, as far as that is known. */
function isMissing(project: NodejsProject, path: string, endings: readonly string[] = ['']): boolean {
  const clean = path.replace(/^(\.\/)+/, '');
  if (/^(\/|\.\.(\/|$)|node_modules\/)|[*?[$]/.test(clean) || isBuilt(project, clean)) return false;
  if (endings.some(ending => project._kindOf(`${clean}${ending}`) !== 'none')) return false;
  // what a build writes is not known for sure, but a name that is nearly another one is
  return project.buildScript === undefined && project.installScripts.length === 0 ? true : meant(project, clean) !== undefined;
}

function isBuilt({ buildScript, buildOutput, generatedDirectories, generatedModules }: NodejsProject, path: string): boolean {
  const written = [...buildScript === undefined ? [] : buildOutput, ...generatedDirectories, ...generatedModules];
  return written.some(directory => isWithin(directory, path) || isWithin(path, directory));
}

/** The name at the top of the project that was meant, if one is near. */
function meant(project: NodejsProject, path: string, directories = false): string | undefined {
  const [top, ...rest] = path.replace(/^(\.\/)+/, '').split('/');
  const names = project.rootEntries
    .filter(({ name, directory }) => name !== top && (directory || !(directories || rest.length)))
    .map(({ name }) => name);
  const outputs = project.buildScript === undefined ? [] : project.buildOutput.filter(name => !name.includes('/') && name !== top);
  const near = nearest(top, [...names, ...outputs]);
  return near === undefined ? undefined : `did you mean ${JSON.stringify([near, ...rest].join('/'))}?`;
}
