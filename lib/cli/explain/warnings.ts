import { Explanation } from './explanation';
import { WARNINGS_OF_DELIVERIES } from './warnings-of-deliveries';
import { WARNINGS_OF_GATES } from './warnings-of-gates';
import { WARNINGS_OF_PROJECTS } from './warnings-of-projects';
import { WARNINGS_OF_STARTS } from './warnings-of-starts';

/** Every warning by its id, as it stands in the output of a synthesis behind `cdk-nodejs-image:`. */
export const WARNINGS: { readonly [id: string]: Explanation } = {
  ...WARNINGS_OF_PROJECTS, ...WARNINGS_OF_STARTS, ...WARNINGS_OF_GATES, ...WARNINGS_OF_DELIVERIES,
};
