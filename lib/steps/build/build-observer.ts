/** Observer of a build. */
export interface BuildObserver {
  /** The gates ran; what they left is in `reports` below the directory of work. */
  gates(gates: readonly string[]): Promise<void>;
  /** The image is there. Gives further variables that the build exports. */
  image(image: BuiltImage): Promise<{ readonly [variable: string]: string }>;
}

/** An image that a build has made, or found. */
export interface BuiltImage {
  readonly digest: string;
  /** The build that made it, when that began and when it ended: `ARN|STARTED|FINISHED`. */
  readonly built: string;
  /** When this build began, in milliseconds since 1970; empty where that is not known. */
  readonly began: string;
}
