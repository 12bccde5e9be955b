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
  /** The state machine that it starts; nothing where it starts none of this library. */
  readonly machine?: BuildMachine;
  /** The names of the artifacts that it leaves. */
  readonly outputs: readonly string[];
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
  /** Variable of this machine that has the secret of one image alone. */
  readonly own?: string;
}

/** A state machine that builds images of a monorepo, as the template has it. */
export interface BuildMachine {
  readonly name: string;
  /** Its definition in the language of state machines. */
  readonly definition: any;
  /** The file that it is started with, of the artifact of an earlier action. */
  readonly input: { readonly artifact: string; readonly file: string };
  /** The projects that it starts, by their names. */
  readonly projects: ReadonlyMap<string, BuildProject>;
  /** The images that it builds. */
  readonly images: readonly BuiltImage[];
}

/** An image of a monorepo. */
export interface BuiltImage {
  readonly name: string;
  /** The address of its repository. */
  readonly uri: string;
  /** Variables of its builds, beside those of the project. */
  readonly variables: readonly ProjectVariable[];
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
