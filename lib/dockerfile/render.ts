import { DockerfileError, show } from './dockerfile-error';
import { From } from './from';
import { Instruction } from './instruction';
import { InstructionModel } from './instruction-model';
import { Mount } from './mount';
import { commentText, copyPaths, expandedWord, fitsOnLine, jsonArray, shellCommand } from './quote';
import { Stage } from './stage';

const CONTINUATION = ' \\\n    ';
const WIDTH = 100;
/** The builder reads no longer line. */
const LONGEST_LINE = 65535;

/** Content of a Dockerfile. */
export interface DockerfileContent {
  readonly comments: readonly string[];
  readonly stages: readonly Stage[];
}

/** Writes a Dockerfile: the only place where instructions become text. */
export function render({ comments, stages }: DockerfileContent): string {
  checkStages(stages);
  const header = comments.map(comment);
  const blocks = [
    ...globalArguments(stages),
    ...stages.map(stage => [...stage.comments.map(comment), from(stage), ...stage.instructions.flatMap(instruction)].join('\n')),
  ];
  const text = undirected([...header.length ? [header.join('\n')] : [], ...blocks].join('\n\n') + '\n');
  text.split('\n').forEach(requireLength);
  return text;
}

/** Loose readers find a directive anywhere in the first line; below an empty comment none of them looks for one. */
function undirected(text: string): string {
  return /^#.*escape.*=/i.test(text) ? `#\n${text}` : text;
}

function requireLength(line: string): void {
  if (Buffer.byteLength(line) > LONGEST_LINE) {
    throw new DockerfileError(`a line of a Dockerfile holds ${LONGEST_LINE} bytes at most, received ${Buffer.byteLength(line)}: ${show(line)}`);
  }
}

/** Each stage is known by one name, and refers to stages above it alone: so there is no circle either. */
function checkStages(stages: readonly Stage[]): void {
  const all = new Set(stages.map(stage => stage.name));
  const above = new Set<string>();
  if (stages.length === 0) {
    throw new DockerfileError('a dockerfile needs at least one stage, received none');
  }
  for (const stage of stages) {
    if (above.has(stage.name)) {
      throw new DockerfileError(`two stages are named ${show(stage.name)}; rename one`);
    }
    for (const dependency of stage.dependencies.filter(name => !above.has(name))) {
      throw new DockerfileError(all.has(dependency)
        ? `stage ${show(stage.name)} uses ${show(dependency)}, which is circular or comes later`
        : `stage ${show(stage.name)} uses ${show(dependency)}, which is unknown; there are ${[...all].join(', ')}`);
    }
    const images = stage._references().map(({ _model }) => _model.kind === 'image' ? _model.name : _model.image ?? '');
    for (const image of images.filter(name => all.has(name))) {
      throw new DockerfileError(`stage ${show(stage.name)} uses an image ${show(image)}, but a stage has that name; rename the stage`);
    }
    above.add(stage.name);
  }
}

/** An argument in a FROM has to be declared above the first stage. */
function globalArguments(stages: readonly Stage[]): string[] {
  const names = stages.flatMap(stage => stage.from._model.kind === 'argument' ? [stage.from._model.name] : []);
  return names.length ? [[...new Set(names)].map(name => `ARG ${name}`).join('\n')] : [];
}

function from(stage: Stage): string {
  const platform = stage.platform ? `--platform=${stage.platform} ` : '';
  return `FROM ${platform}${reference(stage.from)} AS ${stage.name}`;
}

function reference(source: From): string {
  const { kind, name, image } = source._model;
  return kind === 'argument' ? `\${${name}:-${image}}` : name;
}

function instruction(item: Instruction): string[] {
  const write = WRITERS[item._model.kind] as (model: InstructionModel) => string;
  return [...item._comment ? [comment(item._comment)] : [], write(item._model)];
}

type Writers = { readonly [K in InstructionModel['kind']]: (model: Extract<InstructionModel, { kind: K }>) => string };

const WRITERS: Writers = {
  run: ({ commands, mounts, exec, network }) => {
    const flags = [...network === false ? ['--network=none'] : [], ...mounts.map(mount => `--mount=${mountFields(mount)}`)];
    return lines('RUN', [...flags, ...command(commands, exec)]);
  },
  copy: ({ sources, destination, from: source, flags, expand }) => {
    const words = flags.map(([name, value]) => value === undefined ? `--${name}` : `--${name}=${value}`);
    const paths = expand ? [...sources, destination].join(' ') : copyPaths(sources, destination);
    return lines('COPY', [...words, ...source ? [`--from=${source._model.name}`] : [], paths]);
  },
  pairs: ({ keyword, pairs }) => {
    const words = pairs.map(([name, value]) => `${name}=${expandedWord(name, value)}`);
    return [`${keyword} ${words[0]}`, ...words.slice(1)].join(CONTINUATION);
  },
  arg: ({ name, value }) => `ARG ${name}${value === undefined ? '' : `=${expandedWord(name, value)}`}`,
  word: ({ keyword, value }) => `${keyword} ${expandedWord(keyword, value)}`,
  expose: ({ port }) => `EXPOSE ${port}`,
  exec: ({ keyword, argv }) => `${keyword} ${jsonArray(keyword, argv)}`,
  healthcheck: ({ argv, flags }) => argv === undefined
    ? 'HEALTHCHECK NONE'
    : lines('HEALTHCHECK', [flags.map(([name, value]) => `--${name}=${value}`).join(' '), `CMD ${jsonArray('HEALTHCHECK', argv)}`]),
  other: ({ keyword, text }) => `${keyword} ${text}`,
};

/** The commands of a RUN, a line each; in exec form where a shell is not wanted or a line break has to pass. */
function command(commands: ReadonlyArray<readonly string[]>, exec: boolean): string[] {
  if (exec && commands.length === 1) {
    return [jsonArray('RUN', commands[0])];
  }
  const shell = commands.map(shellCommand);
  if (!shell.every(fitsOnLine)) {
    return [jsonArray('RUN', commands.length === 1 ? commands[0] : ['/bin/sh', '-c', shell.join(' && ')])];
  }
  return shell.map((text, index) => index === 0 ? text : `&& ${text}`);
}

function mountFields(mount: Mount): string {
  const source = mount._from ? [['from', mount._from._model.name]] : [];
  return [['type', mount._type], ...source, ...mount._fields].map(field => field.join('=')).join(',');
}

/** One line where it fits, else a part a line. */
function lines(keyword: string, parts: readonly string[]): string {
  const line = [keyword, ...parts].join(' ');
  return line.length <= WIDTH ? line : [`${keyword} ${parts[0]}`, ...parts.slice(1)].join(CONTINUATION);
}

function comment(text: string): string {
  return `# ${commentText(text)}`.trimEnd();
}
