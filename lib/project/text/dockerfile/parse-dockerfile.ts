import type * as DockerfileAst from 'dockerfile-ast';

/** A command of a Dockerfile: its words, or a line for a shell. */
export type StageCommand = { readonly words: readonly string[] } | { readonly line: string };

/** A stage of a Dockerfile, as far as it says how its image runs. */
export interface ParsedStage {
  /** In small letters; none where it has no name. */
  readonly name?: string;
  /** The image or the stage that it is built on, in small letters. */
  readonly from: string;
  readonly variables: ReadonlyArray<readonly [name: string, value: string]>;
  readonly entrypoint?: StageCommand;
  readonly command?: StageCommand;
  /** Lines that its instructions run, each as it is written. */
  readonly runs: readonly string[];
}

/** A Dockerfile, as far as it says how its image runs. */
export interface ParsedDockerfile {
  readonly stages: readonly ParsedStage[];
  /** Variables that its own instructions refer to. */
  readonly used: ReadonlySet<string>;
}

/**
 * Parses a Dockerfile that somebody wrote. It takes any text.
 *
 * @see https://docs.docker.com/reference/dockerfile/
 */
export function parseDockerfile(text: string): ParsedDockerfile {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- it is a bundle, and most projects have no Dockerfile
  const { DockerfileParser } = require('./bundle/dockerfile') as typeof DockerfileAst;
  const dockerfile = DockerfileParser.parse(text);
  const froms = dockerfile.getFROMs();
  const lineOf = (instruction: DockerfileAst.Instruction) => instruction.getRange().start.line;
  const stages = froms.map((from, index): ParsedStage => {
    const end = froms[index + 1];
    const within = <T extends DockerfileAst.Instruction>(all: T[]) => all.filter(each =>
      lineOf(each) > lineOf(from) && (end === undefined || lineOf(each) < lineOf(end)));
    const last = (all: DockerfileAst.JSONInstruction[]) => commandOf(within(all).pop()?.getArgumentsContent() ?? undefined);
    return {
      name: from.getBuildStage()?.toLowerCase(),
      from: from.getImage()?.toLowerCase() ?? '',
      variables: within(dockerfile.getENVs()).flatMap(env => env.getProperties()).map(property => [property.getName(), property.getValue() ?? '']),
      entrypoint: last(dockerfile.getENTRYPOINTs()),
      command: last(dockerfile.getCMDs()),
      runs: within(dockerfile.getInstructions()).filter(each => each.getKeyword() === 'RUN').map(each => each.getArgumentsContent() ?? ''),
    };
  });
  return { stages, used: new Set(dockerfile.getInstructions().flatMap(each => each.getVariables()).map(variable => variable.getName())) };
}

/** A command that is no list of words in JSON is for a shell. */
function commandOf(text: string | undefined): StageCommand | undefined {
  if (text === undefined) return undefined;
  try {
    const words: unknown = JSON.parse(text);
    if (Array.isArray(words) && words.every(word => typeof word === 'string')) return { words };
  } catch {
    // as with the builder
  }
  return { line: text };
}
