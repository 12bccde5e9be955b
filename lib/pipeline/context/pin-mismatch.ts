import { GeneratedFile } from '../../context/materialise';
import { ProjectFact } from '../../project/index';
import { PinnedImage } from './context-plan';

/** Facts that change with every release, or change no Dockerfile by themselves. */
const INCIDENTAL = ['packageVersion', 'productionDependencies', 'scripts'];

/** As much of a value as is shown. */
const SHOWN = 120;

/**
 * What keeps a checkout from being built as it was planned at synthesis, in one line; undefined where it fits.
 *
 * Comments of the Dockerfile may differ: they tell what was read, and change nothing.
 *
 * @param files What is ours of the build context, planned from the checkout in the version that the package had at synthesis.
 * @param facts What was read from the checkout.
 */
export function pinMismatch(pinned: PinnedImage, files: readonly GeneratedFile[], facts: readonly ProjectFact[]): string | undefined {
  // the programs are the same bytes mostly, and long
  const same = new Set(files.filter(([name, content]) => pinned.files[name] !== undefined && Buffer.from(pinned.files[name], 'base64').equals(content)).map(([name]) => name));
  const now = new Map(files.filter(([name]) => !same.has(name)).map(([name, content]) => [name, content.toString()]));
  const before = new Map(Object.entries(pinned.files).filter(([name]) => !same.has(name)).map(([name, content]) => [name, Buffer.from(content, 'base64').toString()]));
  const changed = [...new Set([...before.keys(), ...now.keys()])].find(name => instructions(before.get(name)) !== instructions(now.get(name)));
  return changed === undefined ? undefined : [...changedFacts(pinned.facts, facts), difference(changed, before.get(changed), now.get(changed))].join('; ');
}

/** A file without its comments, which begin at the start of a line in whatever is ours. */
function instructions(text: string | undefined): string | undefined {
  return text?.split('\n').filter(line => !line.startsWith('#')).join('\n');
}

function changedFacts(before: readonly ProjectFact[], now: readonly ProjectFact[]): string[] {
  const differing = now.flatMap(fact => {
    const was = before.find(({ name }) => name === fact.name);
    return was && was.value !== fact.value ? [{ was, fact }] : [];
  });
  const telling = differing.filter(({ fact }) => !INCIDENTAL.includes(fact.name));
  return telling.map(({ was, fact }) => `${fact.name} was ${shown(was.value)} (${was.source}) and is ${shown(fact.value)} (${fact.source})`);
}

/** The first lines that differ. */
function difference(name: string, before: string | undefined, now: string | undefined): string {
  if (before === undefined || now === undefined) {
    return `${name} ${now === undefined ? 'is not needed any more' : 'is needed now'}`;
  }
  const [was, is] = [before, now].map(text => instructions(text)!.split('\n'));
  const line = was.findIndex((text, index) => text !== is[index]);
  return line === -1 ? `${name} is longer, from ${shown(is[was.length])}` : `${name} had ${shown(was[line])} and has ${shown(is[line] ?? '')}`;
}

function shown(text: string): string {
  return JSON.stringify(text.length > SHOWN ? `${text.slice(0, SHOWN)}...` : text);
}
