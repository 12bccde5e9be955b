import { From, Instruction, Mount, Stage } from '../../dockerfile/index';
import { PROJECT_DIRECTORY, SUPPORT_DIRECTORY } from '../../image/paths';

/**
 * Where the support programs lie in a project whose Dockerfile is written into it: beside the Dockerfile, by a name that is
 * no part of the application for the constructs either.
 */
export const SUPPORT = 'Dockerfile.d';

/** The stage with the project alone, and the directory that it lies in. */
const SOURCES = 'sources';

/**
 * The same stages for a build context that is the directory of the project itself, not one that has the project in one
 * directory and the programs in another.
 */
export function inPlace(stages: readonly Stage[]): Stage[] {
  const changed = stages.map(stage => new Stage({ ...stage, instructions: stage.instructions.map(moved) }));
  const base = changed.findIndex(({ name }) => name === 'base');
  if (!changed.some(stage => stage.dependencies.includes(SOURCES))) return changed;
  // the programs are in the context for the steps that run them, and no part of the project: steps look at what lies there
  const sources = new Stage({
    name: SOURCES,
    comments: ['the project without the programs of the build'],
    from: From.stage('base'),
    instructions: [Instruction.copy(['./'], `/${SOURCES}/`), Instruction.run(['rm', '-rf', `/${SOURCES}/${SUPPORT}`])],
  });
  return [...changed.slice(0, base + 1), sources, ...changed.slice(base + 1)];
}

function moved(instruction: Instruction): Instruction {
  const model = instruction._model;
  const commented = (item: Instruction) => instruction._comment === undefined ? item : item.withComment(instruction._comment);
  if (model.kind === 'run') {
    return commented(Instruction._of({ ...model, mounts: model.mounts.map(movedMount) }));
  }
  if (model.kind !== 'copy' || model.from !== undefined) return instruction;
  const sources = model.sources.map(inPlacePath);
  const whole = sources.includes('./') ? { sources: [`/${SOURCES}/`], from: From.stage(SOURCES) } : { sources };
  return commented(Instruction._of({ ...model, ...whole }));
}

function movedMount(mount: Mount): Mount {
  if (mount._type !== 'bind' || mount._from !== undefined) return mount;
  const fields = Object.fromEntries(mount._fields);
  const source = inPlacePath(fields.source);
  return source === './' ? Mount.bind(`/${SOURCES}`, fields.target, From.stage(SOURCES)) : Mount.bind(source, fields.target);
}

/** A path of the context of the constructs as one of such a context. */
export function inPlacePath(path: string): string {
  if (path === SUPPORT_DIRECTORY || path.startsWith(`${SUPPORT_DIRECTORY}/`)) return `${SUPPORT}${path.slice(SUPPORT_DIRECTORY.length)}`;
  if (path === PROJECT_DIRECTORY || path === `${PROJECT_DIRECTORY}/`) return './';
  return path.startsWith(`${PROJECT_DIRECTORY}/`) ? path.slice(PROJECT_DIRECTORY.length + 1) : path;
}
