import { Stage } from '../dockerfile/index';
import { stageArrows } from './stage-arrows';

/** The stages as a diagram: a solid arrow is what a stage starts from, a dotted one what it copies from. */
export function mermaid(stages: readonly Stage[]): string {
  return [
    'flowchart LR',
    ...stages.map(stage => `  ${id(stage.name)}["${stage.name}"]`),
    ...stageArrows(stages).map(({ from, to, copies }) => `  ${id(from)} ${copies ? '-.->' : '-->'} ${id(to)}`),
  ].join('\n') + '\n';
}

function id(name: string): string {
  return `stage_${name.replace(/[^a-z0-9]/g, character => `_${character.charCodeAt(0)}_`)}`;
}
