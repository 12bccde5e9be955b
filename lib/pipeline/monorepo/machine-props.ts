/** Input of the state machine about an image. */
export interface MachineImage {
  /** The ARN of the role that builds it. */
  readonly role: string;
  /** The name of the repository, and its address. */
  readonly repository: string;
  readonly uri: string;
  /** The variables of its build, beside those of the push. */
  readonly variables: readonly MachineVariable[];
  /** The file with its findings that are accepted, where it has some of its own. */
  readonly findings?: string;
}

/** A variable of a build, as the API takes it. */
export interface MachineVariable {
  readonly Name: string;
  readonly Value: string;
  readonly Type?: string;
}

/** Properties of the state machine. Values may be known only while deploying. */
export interface BuildMachineProps {
  readonly images: { readonly [name: string]: MachineImage };
  readonly partition: string;
  /** The names of the projects: one builds for each platform. */
  readonly platforms: readonly PlatformProject[];
  readonly releaseProject: string;
  /** Checks that an image has to pass between its build and its release. */
  readonly checks: ImageChecks;
  /** The bucket of what is handed on, and the prefix in it. */
  readonly bucket: string;
  readonly prefix: string;
  /** The table with the records. */
  readonly records: string;
  /** How many images are built at once. */
  readonly concurrency: number;
}

/** A project that builds for one platform. */
export interface PlatformProject {
  readonly project: string;
  /** End of the tag of an image for it alone, where there are several. */
  readonly suffix: string;
}

/** Names of the projects that look at an image after its build, where it has to pass them. */
export interface ImageChecks {
  /** The project that joins the images of several platforms. */
  readonly indexProject?: string;
  readonly scan?: {
    readonly project: string;
    readonly kind: string;
    /** Start of the ARN of a repository, before its name. */
    readonly repositories: string;
  };
  readonly attestProject?: string;
}
