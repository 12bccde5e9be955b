/** Action of a pipeline, or a project that a push starts by itself. */
export interface RehearsedAction {
  readonly stage: string;
  readonly name: string;
  readonly runOrder: number;
  /** How later actions name the variables that it exports. */
  readonly namespace: string;
  readonly category: string;
  readonly provider: string;
  /** The properties of the project that it starts; nothing where it starts none of these stacks. */
  readonly project?: BuildProject;
  /** Variables of the action, which may name those that others exported. */
  readonly variables: Readonly<Record<string, string>>;
}

/** A project of CodeBuild, as the template has it. */
export interface BuildProject {
  readonly name: string;
  readonly buildspec: string;
  readonly variables: readonly ProjectVariable[];
  /** The step of this library that it runs; nothing where it runs something else. */
  readonly step?: string;
}

export interface ProjectVariable {
  readonly name: string;
  readonly value: string;
  /** `PLAINTEXT`, `PARAMETER_STORE` or `SECRETS_MANAGER`. */
  readonly type: string;
}

/** Pipeline, or a project without one, that is rehearsed. */
export interface Run {
  readonly name: string;
  /** The initiator of builds, as CodeBuild names it. */
  readonly initiator: string;
  readonly stages: readonly (readonly RehearsedAction[])[];
  /** Variables that the pipeline itself has, with their defaults. */
  readonly variables: Readonly<Record<string, string>>;
}
