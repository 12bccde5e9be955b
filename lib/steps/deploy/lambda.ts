import { StepFailure } from '../step';
import { Deployer } from './deployer';
import { Deployment } from './deployment';
import { at, ENDED, failed, Progress } from './progress';

const NO_REASON = 'Lambda gives no reason';

/** Gives a function of Lambda its new image, publishes a version, and moves an alias to it. */
export const lambda: Deployer = {
  names: ['FUNCTION'],
  async deploy(deployment) {
    const [name, alias] = [deployment.named('FUNCTION'), deployment.named('ALIAS')];
    const { PackageType } = await configurationOf(deployment, name);
    if (PackageType !== 'Image') {
      throw new StepFailure(`the function ${name} is no function of an image: its package is ${PackageType ?? ''}`);
    }
    await deployment.waitFor(`an earlier update of ${name}`, async () => progressBefore(await configurationOf(deployment, name)));
    const { CodeSha256 } = await deployment.ask(`give ${name} the image ${deployment.image}`, 'lambda', 'UpdateFunctionCode', {
      FunctionName: name, ImageUri: deployment.image,
    });
    await deployment.waitFor(`the update of ${name}`, async () => progressOfUpdate(name, deployment.image, await configurationOf(deployment, name)));
    // of this image: another update that came between is not published
    const { Version: version } = await deployment.ask(`publish a version of ${name}`, 'lambda', 'PublishVersion', { FunctionName: name, CodeSha256 });
    if (!version) {
      throw new StepFailure(`Lambda gave no version of ${name}`);
    }
    await deployment.waitFor(`version ${version} of ${name}`, async () => progressOfVersion(name, version, await configurationOf(deployment, name, version)));
    if (alias !== '') {
      await moveAlias(deployment, { name, alias, version });
    }
    deployment.say(`${name} runs ${deployment.image} as version ${version}`);
  },
};

async function configurationOf(deployment: Deployment, name: string, version?: string): Promise<any> {
  const what = version === undefined ? `read the function ${name}` : `read version ${version} of ${name}`;
  return deployment.ask(what, 'lambda', 'GetFunctionConfiguration', { FunctionName: name, ...version === undefined ? {} : { Qualifier: version } });
}

async function moveAlias(deployment: Deployment, { name, alias, version }: { name: string; alias: string; version: string }): Promise<void> {
  await deployment.ask(`move the alias ${alias} of ${name} to version ${version}`, 'lambda', 'UpdateAlias', {
    // all of the traffic, whatever shares of it other versions had
    FunctionName: name, Name: alias, FunctionVersion: version, RoutingConfig: { AdditionalVersionWeights: {} },
  });
  deployment.say(`the alias ${alias} of ${name} is version ${version}`);
}

/**
 * How far an update is that was asked for before. Where that failed the function goes on with the code it had, and takes another
 * update.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/functions-states.html
 */
export function progressBefore({ LastUpdateStatus: status }: any): Progress {
  return status === 'Successful' || status === 'Failed' ? ENDED : at(status);
}

/** How far our update is. */
export function progressOfUpdate(name: string, image: string, { LastUpdateStatus: status, LastUpdateStatusReason: reason }: any): Progress {
  if (status === 'Successful') return ENDED;
  return status === 'Failed' ? failed(`the function ${name} does not take the image ${image}: ${reason || NO_REASON}`) : at(status);
}

/** How far a version is. An inactive one is made ready again by its first call. */
export function progressOfVersion(name: string, version: string, { State: state, StateReason: reason }: any): Progress {
  if (state === 'Active' || state === 'Inactive') return ENDED;
  return state === 'Failed' ? failed(`version ${version} of ${name} cannot run: ${reason || NO_REASON}`) : at(state);
}
