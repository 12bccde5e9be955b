import * as path from 'path';
import { Asset } from 'aws-cdk-lib/aws-s3-assets';
import { Construct } from 'constructs';
import { requireBundle } from '../../delivery/builds/image-builds-provider';
import { filesAsset } from '../../delivery/context/files-asset';
import { NodejsDockerfile, NodejsImageOptions } from '../../image/index';
import { planContext, PlanOptions } from './plan-for';
import { PLAN_FILE, PROGRAM_FILE } from './result';

/** The program, bundled when the library was built. */
const BUNDLE = path.join(__dirname, '..', '..', 'handlers', 'build-context', 'bundle');

/** What makes a build context where a checkout is. */
export interface PlanAsset {
  /** The plan and the program: `PLAN_FILE` and `PROGRAM_FILE`. */
  readonly asset: Asset;
  /** The image as it is at synthesis; none where the Dockerfile is made anew from every checkout. */
  readonly dockerfile?: NodejsDockerfile;
}

/** An asset with everything by which CodeBuild makes the build context of a checkout. */
export function planAsset(scope: Construct, id: string, options: NodejsImageOptions, extra: PlanOptions): PlanAsset {
  requireBundle(BUNDLE);
  const { text, dockerfile } = planContext(options, extra);
  return { asset: filesAsset(scope, id, { [PLAN_FILE]: { text }, [PROGRAM_FILE]: { copyOf: path.join(BUNDLE, 'index.js') } }), dockerfile };
}
