import { DockerfileError, show } from './dockerfile-error';
import { From, STAGE_NAME } from './from';
import { Instruction } from './instruction';
import { commentText, flagValue } from './quote';

/** @see https://docs.docker.com/reference/build-checks/reserved-stage-name/ */
const RESERVED_NAMES = ['context', 'scratch'];
const PLATFORM = /^(\$BUILDPLATFORM|\$TARGETPLATFORM|[a-z0-9]+(\/[a-z0-9]+){1,2})$/;

/** Properties of a stage. */
export interface StageProps {
  /** The name, by which other stages copy from it: lowercase letters, digits, `_`, `.` and `-`. */
  readonly name: string;

  /** Image or stage it starts from. */
  readonly from: From;

  /**
   * The instructions, in order.
   *
   * @default - none
   */
  readonly instructions?: Instruction[];

  /**
   * Why the stage is there; a line each.
   *
   * @default - none
   */
  readonly comments?: string[];

  /**
   * The platform of the base, such as `linux/arm64` or `$BUILDPLATFORM`. Where it is fixed, Docker's linter wants a stage
   * that is named after it, such as `tools-arm64`.
   *
   * @default - the platform the build is for
   */
  readonly platform?: string;
}

/**
 * One stage of a multi-stage Dockerfile.
 *
 * @see https://docs.docker.com/build/building/multi-stage/
 */
export class Stage {
  /** The name. */
  public readonly name: string;
  /** Image or stage it starts from. */
  public readonly from: From;
  /** The instructions, in order. */
  public readonly instructions: Instruction[];
  /** Why it is there. */
  public readonly comments: string[];
  /** The platform of the base, where it is fixed. */
  public readonly platform?: string;

  constructor(props: StageProps) {
    this.name = flagValue('the name of a stage', props.name, STAGE_NAME);
    if (RESERVED_NAMES.includes(this.name)) {
      throw new DockerfileError(`the name of a stage cannot be one that builders reserve, received ${show(this.name)}`);
    }
    this.from = props.from;
    this.instructions = [...props.instructions ?? []];
    this.comments = (props.comments ?? []).map(commentText);
    this.platform = props.platform === undefined ? undefined : flagValue('a platform', props.platform, PLATFORM);
  }

  /** The same stage with instructions before and after its own. */
  public extend(before: Instruction[], after: Instruction[]): Stage {
    return new Stage({ ...this, instructions: [...before, ...this.instructions, ...after] });
  }

  /** The names of the stages that this one starts from or copies from. */
  public get dependencies(): string[] {
    return [...new Set(this._references().filter(from => from._model.kind === 'stage').map(from => from._model.name))];
  }

  /** @internal */
  public _references(): From[] {
    return [this.from, ...this.instructions.flatMap(instruction => instruction._references())];
  }
}
