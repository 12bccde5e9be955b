import { Asset } from 'aws-cdk-lib/aws-s3-assets';
import { Construct } from 'constructs';
import { stepProgram } from '../../steps/step-program';
import { onePerStack } from '../one-per-stack';

const ID = 'NodejsImageSteps';

/** The program of the steps, once for all projects of the stack that a construct is in. */
export function stepAsset(scope: Construct): Asset {
  return onePerStack(scope, ID, stack => new Asset(stack, ID, { path: stepProgram() }));
}
