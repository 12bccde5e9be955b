import { letsChat } from '../../examples/lets-chat';
import { telescope } from '../../examples/telescope';
import { telescopeServices } from '../../examples/telescope-services';
import { twoStageDemo } from '../../examples/two-stage-demo';
import { yarn } from '../../examples/yarn';
import { NodejsImageAssetProps } from '../../lib';

/** The examples by the names of their golden files. */
export const EXAMPLES: { readonly [name: string]: NodejsImageAssetProps } = {
  'lets-chat': letsChat,
  'two-stage-demo': twoStageDemo,
  yarn,
  telescope,
  ...Object.fromEntries(Object.entries(telescopeServices).map(([name, props]) => [`telescope-${name}`, props])),
};
