import { NodejsDockerfile, StartGate } from '../lib';
import { materialise } from '../lib/delivery/context/materialise';
import { IMAGE_PROPS } from './image-props';

/** Writes the build context of an example whose files lie in a directory, as a synthesis does, with the start gate or without, and gives where. */
export function writeContext(app: string, directory: string, outdir: string, started = true): string {
  const startGate = started ? undefined : StartGate.none();
  return materialise(NodejsDockerfile.fromDirectory({ ...IMAGE_PROPS[app], startGate, directory }), outdir, new Map()).directory;
}
