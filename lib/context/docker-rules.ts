import dockerIgnore from '@balena/dockerignore';

/** Patterns of `.dockerignore`, asked about paths relative to the directory that they are for. */
export class DockerRules {
  private readonly rules = dockerIgnore();
  /** The same, with the directories let through that something lies in which is let through. */
  private readonly ways = dockerIgnore();

  constructor(patterns: readonly string[]) {
    for (const pattern of patterns) {
      this.rules.add(pattern);
      this.ways.add(pattern);
      directoriesOf(pattern).forEach(directory => this.ways.add(`!${directory}`));
    }
  }

  /** True if a file stays out. */
  public ignores(file: string): boolean {
    return this.rules.ignores(file);
  }

  /** True if everything in a directory stays out. */
  public ignoresAllOf(directory: string): boolean {
    return this.ways.ignores(directory);
  }
}

/** The directories that an exception leads through. */
function directoriesOf(pattern: string): string[] {
  const parts = /^\s*!\/?(.*)$/s.exec(pattern)?.[1].split('/') ?? [];
  return parts.slice(1).map((_, index) => parts.slice(0, index + 1).join('/')).filter(directory => directory !== '');
}
