import { NodejsDockerfile } from '../lib';
import { materialise } from '../lib/delivery/context/materialise';
import { IMAGE_PROPS } from './image-props';

/** Writes the build context of an example whose files lie in a directory, as a synthesis does, and gives where. */
export function writeContext(app: string, directory: string, outdir: string): string {
  return materialise(NodejsDockerfile.fromDirectory({ ...IMAGE_PROPS[app], directory }), outdir, new Map()).directory;
}
