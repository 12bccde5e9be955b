import * as path from 'path';
import { BaseImage, Bundling, Gate, NodejsDockerfile, NodejsDockerfileOptions, Service, StartGate } from '../lib';
import { materialise } from '../lib/context/materialise';
import { IMAGE_PROPS } from './image-props';

/** What our contenders are told beside the directory. */
export const OURS: { readonly [contender: string]: NodejsDockerfileOptions } = {
  ours: {},
  distroless: { baseImage: BaseImage.distroless() },
  bundled: { baseImage: BaseImage.distroless(), bundling: Bundling.esbuild() },
};

/** Writes the build context of an application whose files lie in a directory, as a synthesis does, with the start gate or without, and gives where. */
export function writeContext(app: string, directory: string, outdir: string, started = true): string {
  const startGate = started ? undefined : StartGate.none();
  return materialise(NodejsDockerfile.fromDirectory({ ...IMAGE_PROPS[app], startGate, directory }), outdir, new Map()).directory;
}

/** Writes the build context of one of our contenders. */
export function writeOurs(app: string, contender: string, directory: string, part: string, outdir: string): string {
  const options = { ...IMAGE_PROPS[app], ...OURS[contender], directory: path.join(directory, part) };
  return materialise(NodejsDockerfile.fromDirectory(options), outdir, new Map()).directory;
}

/** Port on which the image of a directory listens. */
export function portOf(directory: string): number | undefined {
  return NodejsDockerfile.fromDirectory({ directory }).port;
}

/** Writes the build context of an application whose tests need PostgreSQL, and gives where. */
export function writeServiceContext(directory: string, outdir: string): string {
  const gates = [Gate.script('test', { services: [Service.postgres()] })];
  return materialise(NodejsDockerfile.fromDirectory({ directory, gates, startGate: StartGate.none() }), outdir, new Map()).directory;
}
