import * as path from 'path';
import { Asset } from 'aws-cdk-lib/aws-s3-assets';
import { Construct } from 'constructs';
import { AssetFiles, filesAsset } from '../../context/files-asset';
import { requireBundle } from '../../context/require-bundle';
import { NodejsDockerfile, NodejsImageOptions } from '../../image/index';
import { programFiles } from '../../image/stages/programs';
import { planContext, PlanOptions } from './plan-for';
import { PLAN_FILE, PROGRAM_FILE } from './result';

const LIB = path.join(__dirname, '..', '..');

/** The program, bundled when the library was built. */
export const CONTEXT_BUNDLE = path.join(LIB, 'handlers', 'build-context', 'bundle');

/** The parsers of sources and of settings, which the library loads, too. */
const PARSERS = ['text/javascript/bundle/parser.js', 'text/settings/bundle/parsers.js', 'text/dockerfile/bundle/dockerfile.js'].map(file => path.join(LIB, 'project', file));

/** The program and what it reads beside it, by their paths in the asset. */
export function contextProgram(): AssetFiles {
  return {
    [PROGRAM_FILE]: { copyOf: path.join(CONTEXT_BUNDLE, 'index.js') },
    ...programFiles(),
    ...Object.fromEntries(PARSERS.map(copyOf => [`bundle/${path.basename(copyOf)}`, { copyOf }])),
  };
}

/** Asset that makes a build context from a checkout. */
export interface PlanAsset {
  /** The plan, the program and what it reads beside it: `PLAN_FILE`, `PROGRAM_FILE` and the directory `bundle`. */
  readonly asset: Asset;
  /** The image as it is at synthesis; none where the Dockerfile is made anew from every checkout. */
  readonly dockerfile?: NodejsDockerfile;
}

/** An asset with everything by which CodeBuild makes the build context of a checkout. */
export function planAsset(scope: Construct, id: string, options: NodejsImageOptions, extra: PlanOptions): PlanAsset {
  requireBundle(CONTEXT_BUNDLE);
  const { text, dockerfile } = planContext(options, extra);
  return { asset: filesAsset(scope, id, { [PLAN_FILE]: { text }, ...contextProgram() }), dockerfile };
}
