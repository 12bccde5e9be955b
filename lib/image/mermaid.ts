import { From, Stage } from '../dockerfile/index';

/** The stages as a diagram: a solid arrow is what a stage starts from, a dotted one what it copies from. */
export function mermaid(stages: readonly Stage[]): string {
  const node = (from: From) => from._model.kind === 'stage' ? id(from._model.name) : undefined;
  return [
    'flowchart LR',
    ...stages.map(stage => `  ${id(stage.name)}["${stage.name}"]`),
    ...stages.flatMap(stage => [
      ...node(stage.from) ? [`  ${node(stage.from)} --> ${id(stage.name)}`] : [],
      ...stage.dependencies.map(id).filter(name => name !== node(stage.from)).map(name => `  ${name} -.-> ${id(stage.name)}`),
    ]),
  ].join('\n') + '\n';
}

function id(name: string): string {
  return `stage_${name.replace(/[^a-z0-9]/g, character => `_${character.charCodeAt(0)}_`)}`;
}
