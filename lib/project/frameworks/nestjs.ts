import { joinInside } from '../files/relative-path';
import { isJsonObject, ownProperty } from '../text/json/json-shape';
import { parseJson } from '../text/json/parse-json';
import { Framework, FrameworkProject, FrameworkServer } from './framework';

/** Options of `nest start` that take a value, by what they are for. */
const VALUES: { readonly [option: string]: string } = {
  '-c': 'config', '--config': 'config', '-p': 'path', '--path': 'path', '-b': 'builder', '--builder': 'builder', '-e': 'exec', '--exec': 'exec',
  '--entryFile': 'entryFile', '--sourceRoot': 'sourceRoot', '--webpackPath': 'webpackPath',
};

/**
 * NestJS. Where it writes is read from the compiler's configuration, as for any other program.
 *
 * @see https://docs.nestjs.com/cli/monorepo#global-compiler-options
 */
export const NESTJS: Framework = {
  name: 'NestJS',
  packages: ['@nestjs/core'],
  config: 'nest-cli',
  builds: /^nest build\b/,
  develops: /^nest start\b/,
  read: project => ({ reason: 'it runs what the compiler wrote', server: { ...serverOf(entryOf(project)), asked: words => askedFor(project, words) } }),
};

function serverOf(entry: string, options: readonly string[] = [], rest: readonly string[] = []): FrameworkServer {
  return { argv: ['node', ...options, entry, ...rest], built: `${entry}.js` };
}

/**
 * Server that `nest start` starts by its words: an application of several, another file, options of Node.js and arguments.
 *
 * @see https://docs.nestjs.com/cli/usages#nest-start
 */
function askedFor(project: FrameworkProject, [, ...words]: readonly string[]): FrameworkServer | string {
  const end = words.indexOf('--');
  const [own, rest] = end === -1 ? [words, []] : [words.slice(0, end), words.slice(end + 1)];
  const given: { [name: string]: string } = {};
  let application: string | undefined;
  for (let index = 0; index < own.length; index++) {
    const [option, value] = own[index].startsWith('--') && own[index].includes('=') ? [own[index].replace(/=.*$/s, ''), own[index].replace(/^[^=]*=/s, '')] : [own[index], undefined];
    if (Object.hasOwn(VALUES, option)) given[VALUES[option]] = value ?? own[++index];
    else if (!option.startsWith('-')) application ??= option;
  }
  const [program = 'node', ...options] = given.exec?.split(/\s+/).filter(word => word !== '') ?? [];
  if (program !== 'node') return `nest start runs it by ${program}`;
  const applications = ownProperty(configurationOf(project), 'projects');
  if (application !== undefined && isJsonObject(applications) && !Object.hasOwn(applications, application)) {
    return `nest start names ${application}, which is none of the projects of nest-cli.json (${Object.keys(applications).join(', ')}): correct the script`;
  }
  return serverOf(entryOf(project, { ...given, application }), options, rest);
}

/**
 * `dist/main`, or that of the application which a repository of several starts.
 */
function entryOf(project: FrameworkProject, asked: { readonly application?: string; readonly entryFile?: string } = {}): string {
  const whole = configurationOf(project);
  const applications = ownProperty(whole, 'projects');
  const named = asked.application !== undefined && isJsonObject(applications) ? ownProperty(applications, asked.application) : undefined;
  const json = isJsonObject(named) ? named : whole;
  const [entryFile, root] = [asked.entryFile ?? ownProperty(json, 'entryFile'), ownProperty(json, 'root')];
  const file = typeof entryFile === 'string' ? entryFile : 'main';
  return joinInside('dist', ownProperty(whole, 'monorepo') === true && typeof root === 'string' ? `${root}/${file}` : file) || 'dist/main';
}

function configurationOf({ files }: FrameworkProject): { readonly [name: string]: unknown } {
  const text = files.kind('nest-cli.json') === 'file' ? files.text('nest-cli.json') : undefined;
  const json = text === undefined ? undefined : parseJson(text, 'nest-cli.json');
  return isJsonObject(json) ? json : {};
}
