import { ResourceDescriptor } from '../../attestations/statement';
import { NetworkAccesses } from '../evidence/network-access';

/** A build that took part. */
export interface BuildRecord {
  readonly arn: string;
  readonly started?: string;
  readonly finished?: string;
}

/** Facts of how an image was built. What is not known is not given, or is an empty text. */
export interface Provenance {
  readonly builder: string;
  readonly contentTag: string;
  readonly builds: readonly BuildRecord[];
  readonly sourceUri?: string;
  readonly sourceCommit?: string;
  /** Materials beside the sources, such as base images. */
  readonly materials?: readonly ResourceDescriptor[];
  /** Access to a network of each step: installing, its scripts, the build, and the stage of each gate. */
  readonly network?: NetworkAccesses;
}

/**
 * The predicate on how an image was built.
 *
 * @see https://slsa.dev/spec/v1.0/provenance
 */
export function provenance({ builder, contentTag, builds, sourceUri, sourceCommit, materials = [], network }: Provenance) {
  const times = (of: (build: BuildRecord) => string | undefined) => builds.map(of).filter(time => time).sort();
  const [startedOn] = times(build => build.started);
  const finishedOn = times(build => build.finished).at(-1);
  return {
    buildDefinition: {
      buildType: 'https://github.com/cdk-nodejs-image/cdk-nodejs-image/codebuild/v1',
      externalParameters: { contentTag, ...sourceUri ? { source: sourceUri } : {} },
      ...network ? { internalParameters: { network } } : {},
      resolvedDependencies: [
        ...sourceCommit ? [{ ...sourceUri ? { uri: `git+${sourceUri}` } : {}, digest: { gitCommit: sourceCommit } }] : [],
        ...materials,
      ],
    },
    runDetails: {
      builder: { id: builder },
      metadata: { invocationId: builds.map(({ arn }) => arn).join(' '), ...startedOn ? { startedOn } : {}, ...finishedOn ? { finishedOn } : {} },
    },
  };
}
