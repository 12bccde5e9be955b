/** Facts about an application that a Dockerfile by hand has. */
export interface DockerfileByHand {
  /** The command line that it starts by. */
  readonly command?: string;
  /** The variables that are set in it, and that the file itself makes no use of. */
  readonly variables: { readonly [name: string]: string };
}

interface StageByHand {
  readonly name: string;
  readonly from: string;
  readonly instructions: Array<{ readonly name: string; readonly value: string }>;
}

const ASSIGNMENT = /([A-Za-z_]\w*)=("(?:\\.|[^"\\])*"|'[^']*'|(?:\\.|[^\s\\])*)/g;

/**
 * Reads the last stage of a Dockerfile, and those that it is built on. One that this library wrote says nothing that it did not read.
 *
 * @see https://docs.docker.com/reference/dockerfile/
 */
export function readDockerfile(text: string): DockerfileByHand | undefined {
  if (text.includes('made by cdk-nodejs-image')) return undefined;
  const instructions = chainOf(stagesOf(text)).flatMap(stage => stage.instructions);
  const last = (name: string) => instructions.filter(each => each.name === name).pop()?.value;
  const used = (name: string) => new RegExp(`\\$\\{?${name}\\b`).test(text);
  const variables = instructions.filter(({ name }) => name === 'ENV').flatMap(({ value }) => variablesOf(value)).filter(([name]) => !used(name));
  return { command: commandOf(last('ENTRYPOINT'), last('CMD')), variables: Object.fromEntries(variables) };
}

function stagesOf(text: string): StageByHand[] {
  const stages: StageByHand[] = [];
  const lines = text.replace(/^[ \t]*#.*(?:\r?\n|$)/gm, '').replace(/\\[ \t]*\r?\n/g, ' ').split(/\r?\n/);
  for (const line of lines) {
    const [, name = '', value = ''] = /^\s*([A-Za-z]+)\s+(.*\S)\s*$/.exec(line) ?? [];
    const [, from, as] = name.toUpperCase() === 'FROM' ? /^(?:--\S+\s+)*(\S+)(?:\s+AS\s+(\S+))?/i.exec(value) ?? [] : [];
    if (from !== undefined) stages.push({ name: as?.toLowerCase() ?? '', from: from.toLowerCase(), instructions: [] });
    else stages.at(-1)?.instructions.push({ name: name.toUpperCase(), value });
  }
  return stages;
}

/** The last stage behind those that it is built on. */
function chainOf(stages: readonly StageByHand[]): StageByHand[] {
  const chain: StageByHand[] = [];
  for (let stage = stages.at(-1); stage !== undefined;) {
    chain.unshift(stage);
    const { from } = stage;
    stage = stages.slice(0, stages.indexOf(stage)).find(each => each.name !== '' && each.name === from);
  }
  return chain;
}

function variablesOf(value: string): Array<[string, string]> {
  const assignments = [...value.matchAll(ASSIGNMENT)].map(([, name, text]) => [name, text.replace(/^(["'])(.*)\1$/s, '$2')] as [string, string]);
  const [, name, text] = assignments.length === 0 ? /^([A-Za-z_]\w*)\s+(.*)$/.exec(value) ?? [] : [];
  return name === undefined ? assignments : [[name, text]];
}

/** @see https://docs.docker.com/reference/dockerfile/#understand-how-cmd-and-entrypoint-interact */
function commandOf(entrypoint: string | undefined, command: string | undefined): string | undefined {
  const words = [entrypoint, command].map(value => value === undefined ? [] : wordsOf(value));
  if (entrypoint !== undefined && words[0] === undefined) return entrypoint;
  if (command !== undefined && words[1] === undefined) return entrypoint === undefined ? command : undefined;
  return words.flatMap(each => each!).map(quoted).join(' ') || undefined;
}

/** The words of an instruction that has them as JSON. */
function wordsOf(value: string): string[] | undefined {
  try {
    const words: unknown = JSON.parse(value);
    return Array.isArray(words) && words.every(word => typeof word === 'string') ? words : undefined;
  } catch {
    return undefined;
  }
}

function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replace(/'/g, '\'\\\'\'')}'`;
}
