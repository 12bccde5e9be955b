import * as path from 'path';
import { Stage } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { NodejsDockerfile, NodejsImageOptions } from '../image/index';
import { seenOnce } from '../project/kept-out';
import { contentKey } from './content-key';
import { contextCache, PreparedImage, preparedImages, seenDisk } from './context-cache';
import { DeliveryError } from './delivery-error';
import { OutputError } from './disk';
import { materialise } from './materialise';
import { refuseTokens } from './refuse-tokens';

/**
 * Plans an image and writes its build context into the output of the synthesis. Images of equal options are planned once: the
 * disk is taken for the same during a synthesis, so they are the same image.
 *
 * @param values props that may hold tokens, because the Dockerfile is written without them
 */
export function prepare(scope: Construct, options: NodejsImageOptions, ...values: Array<keyof NodejsImageOptions>): PreparedImage {
  refuseTokens(Object.fromEntries(Object.entries(options).filter(([name]) => !(values as string[]).includes(name))));
  const outdir = outdirOf(scope);
  // paths of props are relative to where the process is
  const key = contentKey([outdir, path.resolve(''), options]);
  const images = preparedImages(scope);
  const known = (key === undefined ? undefined : images.get(key)) ?? seenOnce(() => {
    const dockerfile = NodejsDockerfile._inRepository(undefined, options);
    return { dockerfile, context: inConstruct(scope, () => materialise(dockerfile, outdir, contextCache(scope))) };
  }, seenDisk(scope));
  if (key !== undefined) images.set(key, known);
  // whoever changes what one image shows, changes no other
  return { ...known, dockerfile: known.dockerfile._copy() };
}

/** Which image it was that could not be written. */
function inConstruct<T>(scope: Construct, write: () => T): T {
  try {
    return write();
  } catch (error) {
    throw error instanceof OutputError ? new OutputError(`the build context of ${scope.node.path}: ${error.message}`) : error;
  }
}

/** Where the synthesis of a construct writes what is deployed. */
export function outdirOf(scope: Construct): string {
  const stage = Stage.of(scope);
  if (!stage) {
    throw new DeliveryError(`the construct ${scope.node.path} must be in a stack of an app`);
  }
  return stage.assetOutdir;
}
