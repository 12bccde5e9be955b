import * as fs from 'fs';
import * as path from 'path';
import { shellWord } from '../../dockerfile/quote';
import { Command } from '../command';
import { CommandError, ExitCode } from '../exit-code';
import { imageName } from '../image-name';
import { ownPackage } from '../own-package';
import { readImage } from '../read-image';
import { LANGUAGES } from '../stack-files';
import { Look } from '../terminal/terminal';

export const INIT: Command = {
  name: 'init',
  summary: 'writes the shortest stack of the CDK, in one of four languages',
  description: 'writes the shortest stack of the CDK for a project, in a directory of its own; it overwrites nothing.',
  words: ['DIRECTORY'],
  options: [
    { name: 'language', value: 'NAME', text: `${Object.keys(LANGUAGES).join(', ')} (typescript)` },
    { name: 'output', value: 'DIRECTORY', text: 'where it is written (infrastructure, in the project)' },
  ],
  image: false,
  example: 'cdk-nodejs-image init services/api --language python',
  run({ terminal, words: [given = '.'], value }) {
    const asked = value('language') ?? 'typescript';
    const language = Object.hasOwn(LANGUAGES, asked) ? LANGUAGES[asked] : undefined;
    if (language === undefined) throw new CommandError(`--language is one of ${Object.keys(LANGUAGES).join(', ')}, received ${JSON.stringify(asked)}`);
    const project = path.resolve(given);
    if (!fs.existsSync(path.join(project, 'package.json'))) throw new CommandError(`there is no package.json in ${project}`);
    const directory = path.resolve(value('output') ?? path.join(project, 'infrastructure'));
    if (directory === project) throw new CommandError('--output must be a directory of its own: what deploys the application is no part of it');
    const { version, peerDependencies } = ownPackage();
    const name = imageName(project);
    const files = Object.entries(language.files({
      stack: name.split('-').map(word => `${word[0].toUpperCase()}${word.slice(1)}`).join('').replace(/^(?=\d)/, 'Image'),
      name,
      directory: path.relative(directory, project).split(path.sep).join('/'),
      versions: { 'cdk-nodejs-image': `^${version}`, 'aws-cdk-lib': peerDependencies['aws-cdk-lib'], 'constructs': peerDependencies.constructs },
    }));
    const there = files.map(([file]) => path.join(directory, file)).filter(file => fs.existsSync(file));
    if (there.length) throw new CommandError(`${there.join(', ')} ${there.length === 1 ? 'is' : 'are'} there already, and nothing is overwritten: give another directory by --output`);
    for (const [file, text] of files) {
      fs.mkdirSync(path.dirname(path.join(directory, file)), { recursive: true });
      fs.writeFileSync(path.join(directory, file), text);
    }
    const here = (file: string) => path.relative(process.cwd(), file) || '.';
    terminal.out(files.map(([file]) => here(path.join(directory, file))).join('\n'));
    const [first, second] = language.next;
    terminal.say(`\nA stack in ${language.title}. Next, where Docker and the credentials of AWS are:\n  cd ${shellWord(here(directory))} && ${first}\n  ${second}`);
    const missing = problemOf(project);
    if (missing !== undefined) terminal.complain(`\n${terminal.style(Look.WARNING, 'Before that, the image needs a prop:')}\n${terminal.wrapped(missing, 2).join('\n')}`);
    return ExitCode.OK;
  },
};

/** Why there is no image of a project without props. */
function problemOf(directory: string): string | undefined {
  try {
    readImage({ directory });
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}
