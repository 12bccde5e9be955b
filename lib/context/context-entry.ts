/** Something that enters a build context, by its path from the context's root, with `/` between. */
export interface ContextEntry {
  readonly path: string;
  /** Where its content lies on disk; none for a symbolic link. */
  readonly source?: string;
  /** Target of a symbolic link. */
  readonly link?: string;
  /** True if it can be executed: the one bit of a file's mode that the image keeps. */
  readonly executable: boolean;
  /** True if somebody named it in `allow`. */
  readonly allowed?: boolean;
  /** True if it is for people alone, as far as its name tells: it enters where a file of the project names it. */
  readonly forPeople?: boolean;
}

/** Why something stays out of a build context. */
export enum Reason {
  /** Its name or what it holds is a secret. */
  SECRET = 'secret',
  /** Git ignores it and does not track it. */
  GIT = 'git',
  /** The user's own `.dockerignore` names it. */
  DOCKERIGNORE = 'dockerignore',
  /** It deploys the application. */
  INFRASTRUCTURE = 'infrastructure',
  /** It is for people, and no file of the project names it. */
  FOR_PEOPLE = 'forPeople',
  /** An earlier run wrote it. */
  LEFTOVER = 'leftover',
  /** It is neither a file nor a directory nor a link. */
  SPECIAL = 'special',
}

/** Something of a repository that a build context has not as it is meant to be. */
export interface Lacking {
  readonly path: string;
  /** A submodule that is not checked out, a file of which Git LFS has left a pointer, modules that are committed, a script with line ends of Windows. */
  readonly kind: 'submodule' | 'pointer' | 'modules' | 'lineEnds';
}

/** A file or directory that stays out. */
export interface LeftOut {
  readonly path: string;
  readonly reason: Reason;
  readonly directory: boolean;
  /** Kind of the thing, where that is known. */
  readonly what?: string;
}
