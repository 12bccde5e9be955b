import { World } from './world/world';

/** A step: what CodeBuild runs as `node step.mjs NAME`. Gives the variables that the build exports. */
export type Step = (world: World) => Promise<{ readonly [variable: string]: string }>;

/** Ends a step: the reason is the last thing it says, behind the last lines of a text that shows it. */
export class StepFailure extends Error {
  constructor(public readonly reason: string, public readonly detail: string = '') {
    super(reason);
    this.name = 'StepFailure';
  }
}
