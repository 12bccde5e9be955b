import * as path from 'path';
import { attachCustomSynthesis, ISynthesisSession } from 'aws-cdk-lib';
import { Construct, IConstruct } from 'constructs';
import { writeOutputFile } from '../context/write-atomically';
import { programText } from '../programs/program-text';
import type { LocalBuild } from './assets/local-build';

/** The program, and the list that it reads. */
const PROGRAM = 'gate-reports.mjs';
const LIST = 'gate-reports.json';

/** An image of the list; what the program takes. */
interface ReportedImage {
  readonly path: string;
  /** Absolute here, relative to the list in it. */
  readonly context: string;
  readonly args: readonly string[];
}

const IMAGES = new WeakMap<IConstruct, ReportedImage[]>();

/**
 * Leaves a program in the output of the synthesis that gets the reports of a failing gate by the path of its construct.
 * Contexts are named by a hash, so that two images with the same content share one; nothing of a path may be in it.
 */
export function offerGateReports(scope: Construct, build: LocalBuild): void {
  const { root } = scope.node;
  if (!IMAGES.has(root)) {
    IMAGES.set(root, []);
    attachCustomSynthesis(root as Construct, { onSynthesize: session => write(session, IMAGES.get(root)!) });
  }
  IMAGES.get(root)!.push({ path: scope.node.path, context: build.context.directory, args: argumentsOf(build) });
}

function argumentsOf({ platform, networkMode, buildArgs, buildSecrets }: LocalBuild): string[] {
  return [
    ...platform ? ['--platform', platform.platform] : [],
    ...networkMode ? ['--network', networkMode.mode] : [],
    ...Object.entries(buildArgs).flatMap(([name, value]) => ['--build-arg', `${name}=${value}`]),
    ...buildSecrets.flatMap(({ id, source }) => ['--secret', `id=${id},${source}`]),
  ];
}

function write({ assembly: { outdir } }: ISynthesisSession, images: readonly ReportedImage[]): void {
  const listed = [...images].sort((a, b) => a.path < b.path ? -1 : 1)
    .map(image => ({ ...image, context: path.relative(outdir, image.context).split(path.sep).join('/') }));
  const what = 'the program that gets reports of gates';
  writeOutputFile(what, path.join(outdir, PROGRAM), programText('reports'));
  writeOutputFile(what, path.join(outdir, LIST), `${JSON.stringify({ images: listed }, undefined, 2)}\n`);
}
