import { Instruction, Mount, Stage } from '../../dockerfile/index';
import { PROJECT_DIRECTORY, SUPPORT_DIRECTORY } from '../../image/paths';

/**
 * Where the support programs lie in a project whose Dockerfile is written into it: beside the Dockerfile, by a name that is
 * no part of the application for the constructs either.
 */
export const SUPPORT = 'Dockerfile.d';

/**
 * The same stages for a build context that is the directory of the project itself, not one that has the project in one
 * directory and the programs in another.
 */
export function inPlace(stages: readonly Stage[]): Stage[] {
  return stages.map(stage => new Stage({ ...stage, instructions: stage.instructions.flatMap(moved) }));
}

function moved(instruction: Instruction): Instruction[] {
  const model = instruction._model;
  const commented = (item: Instruction) => instruction._comment === undefined ? item : item.withComment(instruction._comment);
  if (model.kind === 'run') {
    return [commented(Instruction._of({ ...model, mounts: model.mounts.map(movedMount) }))];
  }
  if (model.kind !== 'copy' || model.from !== undefined) return [instruction];
  const sources = model.sources.map(inPlacePath);
  return [
    commented(Instruction._of({ ...model, sources })),
    // the programs are in the context for the steps that run them, and no part of the project
    ...sources.includes('./') ? [Instruction.run(['rm', '-rf', SUPPORT])] : [],
  ];
}

function movedMount(mount: Mount): Mount {
  if (mount._type !== 'bind' || mount._from !== undefined) return mount;
  const fields = Object.fromEntries(mount._fields);
  return Mount.bind(inPlacePath(fields.source).replace(/^\.\/$/, '.'), fields.target);
}

/** A path of the context of the constructs as one of such a context. */
export function inPlacePath(path: string): string {
  if (path === SUPPORT_DIRECTORY || path.startsWith(`${SUPPORT_DIRECTORY}/`)) return `${SUPPORT}${path.slice(SUPPORT_DIRECTORY.length)}`;
  if (path === PROJECT_DIRECTORY || path === `${PROJECT_DIRECTORY}/`) return './';
  return path.startsWith(`${PROJECT_DIRECTORY}/`) ? path.slice(PROJECT_DIRECTORY.length + 1) : path;
}
