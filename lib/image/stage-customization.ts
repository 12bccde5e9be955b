import { Instruction, Stage } from '../dockerfile/index';

/**
 * A change to the stages: instructions before or after those of a stage, or a stage of your own. None of them can take
 * a gate away: the release is always the last stage, and always copies from every gate.
 */
export class StageCustomization {
  /** Instructions right after the stage's `FROM`. */
  public static prepend(stage: string, ...instructions: Instruction[]): StageCustomization {
    return new StageCustomization(stage, instructions, []);
  }

  /**
   * Instructions after those of the stage; in `release` before its user and command are set, so they run as root, and what is
   * started in the build has them. Stages of gates take none: what comes behind a verdict could change it.
   */
  public static append(stage: string, ...instructions: Instruction[]): StageCustomization {
    return new StageCustomization(stage, [], instructions);
  }

  /** A stage of your own, from or to which other stages can copy. It comes as early as what it uses allows. */
  public static addStage(stage: Stage): StageCustomization {
    return new StageCustomization(stage.name, [], [], stage);
  }

  private constructor(
    /** The name of the stage. */
    public readonly stageName: string,
    /** Instructions before those of the stage. */
    public readonly before: Instruction[],
    /** Instructions after those of the stage. */
    public readonly after: Instruction[],
    /** The stage that is added. */
    public readonly addedStage?: Stage) {
  }
}
