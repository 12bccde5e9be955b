import { Instruction, Stage } from '../dockerfile/index';
import { ImageError } from './image-error';
import { StageCustomization } from './stage-customization';
import { RELEASE } from './stages/release';
import { APP } from './stages/start-gate';

/** The instructions that customisations put before or after those of a stage. */
export function additions(
  stageNames: readonly string[], customizations: readonly StageCustomization[],
): { before: Instruction[]; after: Instruction[] } {
  const own = customizations.filter(item => stageNames.includes(item.stageName));
  return { before: own.flatMap(item => item.before), after: own.flatMap(item => item.after) };
}

/** Stages whose last instruction is the verdict of a gate, or what is made of verdicts. */
const JUDGES = /^(gate-.*|test-report)$/;

/**
 * The stages with the customisations. The release stays the last one, because a build that names no target makes the
 * last stage, and that one must be gated.
 */
export function customize(stages: readonly Stage[], release: Stage, customizations: readonly StageCustomization[]): Stage[] {
  const added = customizations.flatMap(item => item.addedStage ? [item.addedStage] : []);
  const names = [...stages, ...added, release].map(stage => stage.name);
  const stray = customizations.find(item => !names.includes(item.stageName));
  if (stray) {
    throw new ImageError(`customize names the stage ${JSON.stringify(stray.stageName)}, which is unknown; there are ${names.join(', ')}`);
  }
  const judges = stages.map(({ name }) => name).filter(name => JUDGES.test(name));
  const judged = customizations.find(({ stageName, after }) => after.length > 0 && judges.includes(stageName));
  if (judged) {
    throw new ImageError(`customize appends to the stage ${JSON.stringify(judged.stageName)}, behind what judges a gate, where it could change the verdict; `
      + 'prepend to it, or add a stage of your own that copies from it');
  }
  const onRelease = added.find(stage => stage.dependencies.includes(RELEASE));
  if (onRelease) {
    throw new ImageError(`the stage ${JSON.stringify(onRelease.name)} uses "${RELEASE}", which is always the last stage; append to "${RELEASE}" instead`);
  }
  const changed = [...stages, ...added].map(stage => {
    // the instructions of the image that runs are in it already, before its user and command
    const { before, after } = stage.name === APP ? { before: [], after: [] } : additions([stage.name], customizations);
    return stage.extend(before, after);
  });
  return [...ordered(changed), release];
}

/** Each stage after those it uses, otherwise in the order given. What is unknown or circular is left to the renderer to refuse. */
function ordered(stages: readonly Stage[]): Stage[] {
  const done: Stage[] = [];
  let waiting = [...stages];
  while (waiting.length) {
    const open = waiting;
    const next = open.find(stage => !stage.dependencies.some(name => open.some(other => other.name === name)));
    done.push(next ?? open[0]);
    waiting = open.filter(stage => stage !== (next ?? open[0]));
  }
  return done;
}
