import { commentText } from './quote';
import { render } from './render';
import { Stage } from './stage';

/** Properties of a Dockerfile. */
export interface DockerfileProps {
  /** The stages. The last one is what a build makes that names no target. */
  readonly stages: Stage[];

  /**
   * Comments at the top, a line each.
   *
   * @default - nothing
   */
  readonly comments?: string[];
}

/** A Dockerfile as stages; `render()` writes it. */
export class Dockerfile {
  /** The stages, in the order given. */
  public readonly stages: Stage[];
  /** Comments at the top. */
  public readonly comments: string[];

  constructor(props: DockerfileProps) {
    this.stages = [...props.stages];
    this.comments = (props.comments ?? []).map(commentText);
  }

  /**
   * The text. Pure: the same stages give the same bytes.
   *
   * @throws if two stages share a name, or a stage refers to one that is unknown, comes later, or to itself.
   */
  public render(): string {
    return render(this);
  }
}
