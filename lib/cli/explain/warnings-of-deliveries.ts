import { Explanation } from './warnings';

/** Warnings of what brings images to ECR. */
export const WARNINGS_OF_DELIVERIES: { readonly [id: string]: Explanation } = {
  'log-key-policy': {
    cause: 'The key that logs are to be encrypted by was made elsewhere, so that nothing can be written into its policy from here. CloudWatch Logs makes no log group by a key that it may not use: the deployment fails.',
    cure: 'Let the policy of the key allow what the warning names to CloudWatch Logs of the region, or give a key that is made in the same app.',
  },
  'monorepo-pull-requests': {
    cause: 'A pipeline of a monorepo builds what is pushed, and no pull requests: the gates judge a change when it is merged.',
    cure: 'Say by pullRequests: false of the source that this is meant, or run the gates of pull requests elsewhere, for example by cdk-nodejs-image build.',
  },
};
