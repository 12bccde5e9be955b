import { StepFailure } from '../step';
import { Deployer } from './deployer';
import { at, ENDED, failed, Progress } from './progress';

/** Statuses of an operation that the service did not take, or is on its way to. */
const TAKEN_BACK = ['FAILED', 'ROLLBACK_IN_PROGRESS', 'ROLLBACK_FAILED', 'ROLLBACK_SUCCEEDED'];

/** Gives a service of App Runner its new image and waits for it. A failed deployment is taken back by the service. */
export const appRunner: Deployer = {
  names: ['SERVICE_ARN'],
  async deploy(deployment) {
    const arn = deployment.named('SERVICE_ARN');
    let service: any;
    await deployment.waitFor(`an earlier operation of ${arn}`, async () => {
      ({ Service: service } = await deployment.ask(`read the service ${arn}`, 'apprunner', 'DescribeService', { ServiceArn: arn }));
      return progressOfService(arn, service);
    });
    const { ImageRepositoryType: type, ImageIdentifier: image } = service.SourceConfiguration?.ImageRepository ?? {};
    if (type !== 'ECR') {
      throw new StepFailure(`the service ${arn} does not run an image of a repository of ECR`);
    }
    if (image === deployment.image) {
      deployment.say(`${arn} runs it already`);
      return;
    }
    const { OperationId: operation } = await deployment.ask(`deploy to ${arn}`, 'apprunner', 'UpdateService', updateOf(service, deployment.image));
    if (!operation) {
      throw new StepFailure(`App Runner gave no operation for ${arn}`);
    }
    await deployment.waitFor(`the deployment to ${arn}`, async () => {
      const { OperationSummaryList = [] } = await deployment.ask(`read the operations of ${arn}`, 'apprunner', 'ListOperations', { ServiceArn: arn, MaxResults: 20 });
      return progressOfOperation(arn, operation, OperationSummaryList);
    });
    deployment.say(`${arn} runs ${deployment.image}`);
  },
};

/** The service as it is, with another image. */
export function updateOf({ ServiceArn, SourceConfiguration }: any, image: string): object {
  const ImageRepository = { ...SourceConfiguration.ImageRepository, ImageIdentifier: image };
  return { ServiceArn, SourceConfiguration: { ...SourceConfiguration, ImageRepository } };
}

/** True if a service can be asked for something. */
export function progressOfService(arn: string, { Status: status = '' }: any = {}): Progress {
  if (status === 'RUNNING') return ENDED;
  if (status === 'OPERATION_IN_PROGRESS') return at(status);
  return failed(status === 'PAUSED' ? `the service ${arn} is paused: resume it` : `the service ${arn} is ${status} and takes no image`);
}

/** How far an operation is. */
export function progressOfOperation(arn: string, operation: string, operations: readonly any[]): Progress {
  const status = operations.find(({ Id }) => Id === operation)?.Status;
  if (status === 'SUCCEEDED') return ENDED;
  if (TAKEN_BACK.includes(status)) {
    return failed(`the deployment to ${arn} failed, it is ${status}: the reason is in its log group, in the stream "deployment/${operation}"`);
  }
  return at(status);
}
