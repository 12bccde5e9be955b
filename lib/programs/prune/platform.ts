/** The platform that an image is for. */
export class Platform {
  /** The platform of the build, which is the one of the image. */
  public static current(anyLibc: boolean): Platform {
    return new Platform(process.platform, process.arch, anyLibc || process.platform !== 'linux' ? undefined : libcOfProcess());
  }

  /** @param libc `glibc` or `musl`; undefined if either may be the one of the image */
  constructor(private readonly os: string, private readonly cpu: string, private readonly libc: string | undefined) {}

  /** True if a package is for this platform, by what package managers read of its manifest. */
  public has(manifest: { readonly [field: string]: unknown }): boolean {
    return allows(manifest.os, this.os) && allows(manifest.cpu, this.cpu) && (this.libc === undefined || allows(manifest.libc, this.libc));
  }

  /**
   * True if a prebuilt program is for this platform: `<os>-<cpu>[+<cpu>]/<file>`, whose name may have a libc in it.
   *
   * @see https://github.com/prebuild/node-gyp-build
   */
  public loads(os: string, cpus: string, file: string): boolean {
    if (os !== this.os || !cpus.split('+').includes(this.cpu)) return false;
    const libc = /\.(glibc|musl)\./.exec(`.${file}`)?.[1];
    return libc === undefined || this.libc === undefined || libc === this.libc;
  }
}

/** Values that are allowed, or with `!` those that are not. */
function allows(field: unknown, value: string): boolean {
  const values = (Array.isArray(field) ? field : [field]).filter(each => typeof each === 'string') as string[];
  const refused = values.filter(each => each.startsWith('!'));
  const allowed = values.filter(each => !each.startsWith('!'));
  return !refused.includes(`!${value}`) && (allowed.length === 0 || allowed.includes(value) || allowed.includes('any'));
}

function libcOfProcess(): string {
  const { header } = process.report!.getReport() as unknown as { header: { glibcVersionRuntime?: string } };
  return header.glibcVersionRuntime === undefined ? 'musl' : 'glibc';
}
