/**
 * Buildspec of CodeBuild, as far as it is used here.
 *
 * @see https://docs.aws.amazon.com/codebuild/latest/userguide/build-spec-ref.html
 */
export interface Buildspec {
  /** In 0.2 all commands run in one shell. */
  readonly version: '0.2';
  /** The shell, and the variables that are read from outside after the build. */
  readonly env: {
    readonly 'shell': 'bash';
    readonly 'exported-variables': readonly string[];
  };
  /** The commands, each of which ends its phase where it fails. */
  readonly phases: { readonly [phase in BuildspecPhase]?: { readonly commands: readonly string[] } };
  /** The files of each report group, by its ARN. */
  readonly reports?: BuildspecReports;
  /** Files handed on to the next step of a pipeline. */
  readonly artifacts?: { readonly files: readonly string[] };
}

/** The phases, in their order. */
export type BuildspecPhase = 'install' | 'pre_build' | 'build' | 'post_build';

/** The files of each report group, by its ARN. */
export interface BuildspecReports {
  readonly [reportGroup: string]: {
    readonly 'base-directory': string;
    readonly 'files': readonly string[];
    readonly 'file-format': string;
  };
}
