import { Explanation } from './explanation';

/** Warnings of what brings images to ECR. */
export const WARNINGS_OF_DELIVERIES: { readonly [id: string]: Explanation } = {
  'log-key-policy': {
    cause: 'The key that logs are to be encrypted by was made elsewhere, so that nothing can be written into its policy from here. CloudWatch Logs makes no log group by a key that it may not use: the deployment fails.',
    cure: 'Let the policy of the key allow what the warning names to CloudWatch Logs of the region, or give a key that is made in the same app.',
  },
  'never-admitted': {
    cause: 'The pipeline signs, so that its environments take an image only if what is signed says that all its gates have passed. A gate that passes whatever its tests say is signed as a warning, and an image without a gate as not passed: each promotion would be refused.',
    cure: 'Give the image a gate whose tests run and can fail. Where that is not to be, set admission: false of the environment.',
  },
};
