import { letsChat } from '../examples/lets-chat';
import { telescope } from '../examples/telescope';
import { telescopeServices } from '../examples/telescope-services';
import { twoStageDemo } from '../examples/two-stage-demo';
import { yarn } from '../examples/yarn';
import { NodejsDockerfile, NodejsImageAssetProps } from '../lib';
import { materialise } from '../lib/delivery/context/materialise';

const PROPS: Record<string, NodejsImageAssetProps> = {
  'lets-chat': letsChat,
  'two-stage-demo': twoStageDemo,
  'yarn': yarn,
  'telescope': telescope,
  'telescope-posts': telescopeServices.posts,
};

/** Writes the build context of an example whose files lie in a directory, as a synthesis does, and gives where. */
export function writeContext(app: string, directory: string, outdir: string): string {
  return materialise(NodejsDockerfile.fromDirectory({ ...PROPS[app], directory }), outdir, new Map()).directory;
}
