import { joinInside } from '../files/relative-path';
import { readManifest } from '../manifest/manifest';
import { StartCommand } from '../model/start-command';
import { ModuleResolver } from '../modules/module-resolver';
import { managerCalled } from '../package-managers/command-lines';
import { isCodeOption } from '../scripts/invocation';
import { Sources } from './sources';

const SOURCE = /\.[cm]?[jt]sx?$/;
/** Files that tell a process manager which processes to run. */
export const PROCESSES = /(^|\/)(ecosystem|pm2|process(es)?)\b[\w.-]*\.([cm]?js|json|ya?ml)$/;
/** Words of a shell, of JSON and of code. */
const SEPARATORS = /[\s;&|"'`()<>{}[\],=]+/;
const LARGEST = 64 * 1024;
/** Module of the project in code, whose extension Node.js finds. */
const MODULE = /^\.{1,2}\/[\w./-]*[\w-]$/;

/**
 * The sources that something in between starts: a shell script, what runs several commands side by side, a process manager.
 */
export function indirectSources({ files, path }: Sources, resolver: ModuleResolver, command: StartCommand, buildOutput: readonly string[]): string[] {
  const found = new Set<string>();
  const seen = new Set<string>();
  const scripts = readManifest(files, path)?.scripts ?? {};
  const read = (text: string, isCode = false) => {
    if (seen.has(text)) return;
    seen.add(text);
    const words = text.split(SEPARATORS).filter(word => word !== '');
    words.forEach((word, index) => {
      const inside = joinInside('', word);
      const file = inside === undefined || inside === '' ? undefined : joinInside(path, inside);
      const content = file !== undefined && isRead(word, index === 0 || words[index - 1] === 'exec') && files.kind(file) === 'file' ? files.text(file) ?? '' : '';
      if (/^#!.*\bnode\b/.test(content)) found.add(file!);
      else if (content !== '' && content.length <= LARGEST) read(content.replace(/^\s*#.*$/gm, ''));
      const source = file !== undefined && (SOURCE.test(word) || (isCode && MODULE.test(word))) && !PROCESSES.test(word) && !/(^|\/)node_modules\//.test(word)
        ? resolver.sourceOf(path, inside!, buildOutput) : undefined;
      if (source !== undefined) found.add(source);
      const called = /^npm:/.test(word) ? word.slice(4) : words[index - 1] === 'run' || managerCalled(words[index - 1]) ? word : undefined;
      if (called !== undefined) Object.keys(scripts).filter(name => fits(called, name)).forEach(name => read(scripts[name]));
    });
  };
  command.argv.forEach((word, index) => read(word, isCodeOption(command.argv[index - 1])));
  return [...found];
}

/** True if a word may name a file that tells what else is started. */
function isRead(word: string, isProgram: boolean): boolean {
  return /\.(ba)?sh$/.test(word) || PROCESSES.test(word) || (isProgram && /^\.{1,2}\//.test(word) && !/\.\w+$/.test(word));
}

/** `start:*` fits every script of which the name begins so. */
function fits(pattern: string, name: string): boolean {
  return pattern.endsWith('*') ? name.startsWith(pattern.slice(0, -1)) : name === pattern;
}
