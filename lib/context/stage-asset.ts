import * as path from 'path';
import { Construct } from 'constructs';
import { contextCache } from './context-cache';
import { finishOnce } from './finish-once';
import { finishAlso, FinishedFile } from './finished-files';
import { outdirOf } from './prepare';
import { sha256 } from './sha256';

/** Set where assets are used from where they lie. */
const NO_STAGING = 'aws:cdk:disable-asset-staging';

/**
 * Puts a finished directory where the CDK stages an asset of this fingerprint. The CDK takes what lies there as it is: it
 * neither copies nor hashes it again, and what lies there was looked at.
 *
 * @param fingerprint what is given to the asset as its hash
 */
export function stageAsset(scope: Construct, directory: string, files: () => readonly FinishedFile[], fingerprint: string): void {
  if (scope.node.tryGetContext(NO_STAGING)) return;
  const target = path.join(outdirOf(scope), `asset.${sha256(fingerprint)}`);
  finishOnce(contextCache(scope), target, () => finishAlso(target, directory, files()));
}
