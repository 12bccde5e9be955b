import { Stage } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { NodejsDockerfile, NodejsImageOptions } from '../image/index';
import { seenOnce } from '../project/kept-out';
import { contextCache, seenDisk } from './context-cache';
import { DeliveryError } from './delivery-error';
import { OutputError } from './disk';
import { materialise, MaterialisedContext } from './materialise';
import { refuseTokens } from './refuse-tokens';

/** An image that can be built. */
export interface PreparedImage {
  readonly dockerfile: NodejsDockerfile;
  readonly context: MaterialisedContext;
}

/**
 * Plans an image and writes its build context into the output of the synthesis.
 *
 * @param values props that may hold tokens, because the Dockerfile is written without them
 */
export function prepare(scope: Construct, options: NodejsImageOptions, ...values: Array<keyof NodejsImageOptions>): PreparedImage {
  refuseTokens(Object.fromEntries(Object.entries(options).filter(([name]) => !(values as string[]).includes(name))));
  return seenOnce(() => {
    const dockerfile = NodejsDockerfile._inRepository(undefined, options);
    return { dockerfile, context: inConstruct(scope, () => materialise(dockerfile, outdirOf(scope), contextCache(scope))) };
  }, seenDisk(scope));
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
