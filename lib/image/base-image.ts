import { DEBIAN, DebianSuite, DISTROLESS } from '../project/dated-facts/dated-facts';
import { debianSuite, hasSupportEnded } from '../project/dated-facts/debian-suites';
import { NODE_LINES } from '../project/dated-facts/node-lines';
import { NodejsVersion } from '../project/index';
import { BOOLEAN, required, requireProps, shape, TEXT } from '../props/index';
import { ImageError } from './image-error';

/** The registry with the official images that does not ration pulls as Docker Hub does. */
const REGISTRY = 'public.ecr.aws';

/** Where the official images have the headers of Node.js, below `include/node`. */
const OFFICIAL_HEADERS = '/usr/local';

/**
 * There is no image of Alpine with a compiler. What node-gyp needs, and git for dependencies that come from there.
 *
 * @see https://github.com/nodejs/docker-node/blob/main/docs/BestPractices.md#node-gyp-alpine
 */
const ALPINE_TOOLCHAIN = ['apk', 'add', '--no-cache', 'g++', 'git', 'make', 'python3'];

/** A build image and a runtime image that fit each other: the same C library, and for native modules the same release. */
export interface BaseImageProps {
  /** The image in which dependencies are installed, the build and the gates run. It needs a shell, Node.js and the package manager. */
  readonly buildImage: string;

  /** The image that the release starts from. It needs Node.js. */
  readonly runtimeImage: string;

  /**
   * The user the release runs as, `uid` or `uid:gid`, in numbers, so that an orchestrator can verify that it is not root.
   *
   * @default '1000:1000'
   */
  readonly user?: string;

  /**
   * True if the runtime image has a shell.
   *
   * @default true
   */
  readonly shell?: boolean;

  /**
   * The directory in the build image that has the headers of Node.js below `include/node`, which compiling native modules takes.
   *
   * @default - they are downloaded from nodejs.org
   */
  readonly nodeHeaders?: string;

  /**
   * An image whose `/usr/local/bin/node` the build image and the runtime image can run (the same C library, in no later
   * version): it judges gates, collects the release and starts it in the build, where the Node.js of the project is older than
   * 14.18, or is 15. What the project runs is run by its own. The build argument NODE_PROGRAMS_IMAGE replaces it.
   *
   * @default - none: such a project is refused
   */
  readonly programsImage?: string;

  /**
   * The search path for commands in the release, where the image's own does not lead to `node`.
   *
   * @default - the image's own
   */
  readonly path?: string;
}

/** Options of the official images. */
export interface OfficialImageOptions {
  /**
   * Mirror of `public.ecr.aws`: the host of another registry, with the prefix that it keeps these images under. That
   * of a pull through cache of ECR is like `123456789012.dkr.ecr.eu-central-1.amazonaws.com/ecr-public`.
   *
   * @default public.ecr.aws
   * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/pull-through-cache.html
   */
  readonly mirror?: string;
}

export const BASE_IMAGE_PROPS = shape<BaseImageProps>('BaseImageProps', {
  buildImage: required(TEXT),
  runtimeImage: required(TEXT),
  user: TEXT,
  shell: BOOLEAN,
  nodeHeaders: TEXT,
  programsImage: TEXT,
  path: TEXT,
});

export const OFFICIAL_IMAGE_OPTIONS = shape<OfficialImageOptions>('OfficialImageOptions', {
  mirror: TEXT,
});

/** @internal */
export interface ResolvedBaseImage extends BaseImageProps {
  readonly user: string;
  readonly shell: boolean;
  /** Command that installs a compiler in the build image, where it has none and one may be needed. */
  readonly toolchain?: readonly string[];
}

/**
 * Images that the build and the release start from.
 */
export class BaseImage {
  /**
   * Debian slim, the default. Dependencies with machine code are compiled in the full Debian image of the same release.
   *
   * @throws if the mirror is no host with a prefix
   * @see https://gallery.ecr.aws/docker/library/node
   */
  public static debianSlim(options: OfficialImageOptions = {}): BaseImage {
    return new BaseImage('debian-slim', undefined, mirrorOf('debianSlim', options));
  }

  /**
   * Alpine: smaller, with musl as its C library, for which not every native module has a binary. A compiler is installed where one may be needed.
   *
   * @throws if the mirror is no host with a prefix
   * @see https://gallery.ecr.aws/docker/library/node
   */
  public static alpine(options: OfficialImageOptions = {}): BaseImage {
    return new BaseImage('alpine', undefined, mirrorOf('alpine', options));
  }

  /**
   * Distroless: no shell, no package manager. Built on the Debian release that it is made from.
   *
   * @see https://github.com/GoogleContainerTools/distroless/tree/main/nodejs
   */
  public static distroless(): BaseImage {
    return new BaseImage('distroless');
  }

  /**
   * Images of your own.
   *
   * @throws if an image is missing, or a prop is not one that there is. A reference that is none is told when the Dockerfile is
   * made.
   */
  public static custom(props: BaseImageProps): BaseImage {
    requireProps('BaseImage.custom()', props, BASE_IMAGE_PROPS, ImageError);
    return new BaseImage('custom', { ...props });
  }

  private constructor(
    /** Name. */
    public readonly name: string,
    private readonly images?: BaseImageProps,
    private readonly mirror?: string) {
  }

  /** @internal the registry that official images come from, with the prefix that it keeps them under */
  public get _registry(): string {
    return this.mirror ?? REGISTRY;
  }

  /** @internal the repositories of the images, whatever the version */
  public get _repositories(): string[] {
    return this.images ? [this.images.buildImage, this.images.runtimeImage] : [officialFrom(this.mirror)];
  }

  /** @internal what is to be known of the images for a version */
  public _warnings(version: NodejsVersion): { readonly id: string; readonly message: string }[] {
    const suite = this.name === 'debian-slim' ? debianSuite(version.version) : undefined;
    if (suite === undefined || !hasSupportEnded(suite)) return [];
    const remedy = version.version === String(version.line) ? 'move the project to a newer line' : `use the line ${version.line}, or a newer version`;
    return [{
      id: 'debian-end-of-support',
      message: `the newest Debian that official images of Node.js ${version.version} have is ${suite.version} (${suite.name}), whose regular security support ended on ${suite.securitySupport}: `
        + `${remedy}, or give images by "baseImage"`,
    }];
  }

  /** @internal the images for a version; with a compiler in the build image where one may be needed */
  public _resolve(version: NodejsVersion, toolchain: boolean): ResolvedBaseImage {
    return { user: '1000:1000', shell: true, ...this.images ?? CHOICES[this.name](version, toolchain, officialFrom(this.mirror)) };
  }
}

/** A host, and parts of names of repositories. */
const MIRROR = /^[a-z0-9]+([.-][a-z0-9]+)*(:\d{1,5})?(\/[a-z0-9]+([._-]+[a-z0-9]+)*)*$/;

function mirrorOf(factory: string, options: OfficialImageOptions): string | undefined {
  requireProps(`BaseImage.${factory}()`, options, OFFICIAL_IMAGE_OPTIONS, ImageError);
  const { mirror } = options;
  if (mirror !== undefined && !MIRROR.test(mirror)) {
    throw new ImageError(`mirror must be a host with a prefix, such as 123456789012.dkr.ecr.eu-central-1.amazonaws.com/ecr-public, received ${JSON.stringify(mirror)}`);
  }
  return mirror;
}

/** The repository of the official images. */
function officialFrom(mirror = REGISTRY): string {
  return `${mirror}/docker/library/node`;
}

/**
 * The line of Node.js that runs the programs of the build where that of the project is too old: the newest one that needs no
 * library which the slim images of old lines lack (from 25 on it needs libatomic).
 */
const PROGRAMS_LINE = '24';

/** The oldest Debian that it runs on: it needs version 2.28 of the C library. */
const OLDEST_DEBIAN = 10;

/** Base image for a version, with a compiler in the build image or without. */
type Choice = (version: NodejsVersion, toolchain: boolean, official: string) => BaseImageProps & Pick<ResolvedBaseImage, 'toolchain'>;

/** The base images by their names. */
const CHOICES: { readonly [name: string]: Choice } = {
  'debian-slim': (version, toolchain, official) => {
    const suite = suiteOf(version.version);
    return {
      buildImage: `${official}:${version.version}-${suite.name}${toolchain ? '' : '-slim'}`,
      runtimeImage: `${official}:${version.version}-${suite.name}-slim`,
      nodeHeaders: OFFICIAL_HEADERS,
      programsImage: suite.version < OLDEST_DEBIAN ? undefined : `${official}:${PROGRAMS_LINE}-${suiteOf(PROGRAMS_LINE).name}-slim`,
    };
  },
  'alpine': (version, toolchain, official) => {
    suiteOf(version.version);
    return {
      buildImage: `${official}:${version.version}-alpine`,
      runtimeImage: `${official}:${version.version}-alpine`,
      nodeHeaders: OFFICIAL_HEADERS,
      toolchain: toolchain ? ALPINE_TOOLCHAIN : undefined,
    };
  },
  'distroless': (version, toolchain, official) => {
    if (version.version !== String(version.line) || !DISTROLESS.lines.includes(version.line)) throw unknownVersion('image of distroless', version.version, DISTROLESS.lines);
    const { debian } = DISTROLESS;
    return {
      buildImage: `${official}:${version.version}-${debian}${toolchain ? '' : '-slim'}`,
      runtimeImage: `gcr.io/distroless/nodejs${version.line}-debian${DEBIAN.suites.find(({ name }) => name === debian)!.version}:nonroot`,
      user: '65532:65532',
      shell: false,
      nodeHeaders: OFFICIAL_HEADERS,
      path: '/nodejs/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
    };
  },
};

/** The Debian release that the official image of a version is tagged by. */
function suiteOf(version: string): DebianSuite {
  const suite = debianSuite(version);
  if (suite === undefined) throw unknownVersion('official image', version, NODE_LINES.map(({ line }) => line));
  return suite;
}

/** A version that is not in the tables may be there one day; today a build would end at an image that is not. */
function unknownVersion(kind: string, version: string, lines: readonly number[]): ImageError {
  return new ImageError(`this version of the library knows of no ${kind} of Node.js ${version}: the lines are ${lines.join(', ')}; `
    + 'change what the project declares, set "nodeVersion" to one of them, or give images by BaseImage.custom()');
}
