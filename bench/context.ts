import { Gate, NodejsDockerfile, Service, StartGate } from '../lib';
import { materialise } from '../lib/context/materialise';
import { IMAGE_PROPS } from './image-props';

/** Writes the build context of an example whose files lie in a directory, as a synthesis does, with the start gate or without, and gives where. */
export function writeContext(app: string, directory: string, outdir: string, started = true): string {
  const startGate = started ? undefined : StartGate.none();
  return materialise(NodejsDockerfile.fromDirectory({ ...IMAGE_PROPS[app], startGate, directory }), outdir, new Map()).directory;
}

/** Writes the build context of an application whose tests need PostgreSQL, and gives where. */
export function writeServiceContext(directory: string, outdir: string): string {
  const gates = [Gate.script('test', { services: [Service.postgres()] })];
  return materialise(NodejsDockerfile.fromDirectory({ directory, gates, startGate: StartGate.none() }), outdir, new Map()).directory;
}
