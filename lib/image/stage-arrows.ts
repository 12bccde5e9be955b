import { From, Stage } from '../dockerfile/index';

/** Arrow of a diagram of stages: from a stage to one that takes from it. */
export interface StageArrow {
  readonly from: string;
  readonly to: string;
  /** True if it copies or mounts from it; else it starts from it. */
  readonly copies: boolean;
}

/** Arrows of each stage in turn: first from the one that it starts from, then from those that it copies from. */
export function stageArrows(stages: readonly Stage[]): StageArrow[] {
  return stages.flatMap(stage => {
    const base = nameOf(stage.from);
    return [
      ...base === undefined ? [] : [{ from: base, to: stage.name, copies: false }],
      ...stage.dependencies.filter(name => name !== base).map(name => ({ from: name, to: stage.name, copies: true })),
    ];
  });
}

function nameOf({ _model: model }: From): string | undefined {
  return model.kind === 'stage' ? model.name : undefined;
}
