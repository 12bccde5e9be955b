import { letsChat } from '../examples/lets-chat';
import { telescope } from '../examples/telescope';
import { telescopeServices } from '../examples/telescope-services';
import { twoStageDemo } from '../examples/two-stage-demo';
import { yarn } from '../examples/yarn';
import { NodejsImageAssetProps } from '../lib';

/** How the examples describe their images. */
export const IMAGE_PROPS: { readonly [app: string]: NodejsImageAssetProps } = {
  'lets-chat': letsChat,
  'two-stage-demo': twoStageDemo,
  'yarn': yarn,
  'telescope': telescope,
  'telescope-posts': telescopeServices.posts,
};
