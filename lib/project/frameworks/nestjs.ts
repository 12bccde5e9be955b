import { joinInside } from '../files/relative-path';
import { isJsonObject } from '../text/json/json-shape';
import { parseJson } from '../text/json/parse-json';
import { Framework, FrameworkProject } from './framework';

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
  read: project => {
    const entry = entryOf(project);
    return { reason: 'it runs what the compiler wrote', server: { argv: ['node', entry], built: `${entry}.js` } };
  },
};

/**
 * `dist/main`, or that of the application which a repository of several starts.
 */
function entryOf({ files }: FrameworkProject): string {
  const text = files.kind('nest-cli.json') === 'file' ? files.text('nest-cli.json') : undefined;
  const json = text === undefined ? undefined : parseJson(text, 'nest-cli.json');
  const { entryFile, monorepo, root } = isJsonObject(json) ? json : {};
  const file = typeof entryFile === 'string' ? entryFile : 'main';
  return joinInside('dist', monorepo === true && typeof root === 'string' ? `${root}/${file}` : file) || 'dist/main';
}
