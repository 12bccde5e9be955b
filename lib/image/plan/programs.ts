import * as semver from 'semver';
import { newestOf } from '../../project/dated-facts/debian-suites';
import { NodejsVersion } from '../../project/index';
import { ResolvedBaseImage } from '../base-image';
import { ImageError } from '../image-error';

/** The Node.js that the programs of the build run on. They are bundled for it (projenrc/bundle.mjs), and load modules as `node:url`. */
const RUN_ON = '^14.18.0 || >=16.0.0';
const RUN_ON_TEXT = 'Node.js 14.18 and from 16 on';

/** Image that runs the programs of the build: those that judge gates, collect the release and start it. */
export interface ProgramsPlan {
  /** The image whose Node.js runs them, where that of the project is too old. */
  readonly image?: string;
}

/** Decides what runs the programs of the build; where nothing does, the error says on which lines they run. */
export function planPrograms(version: NodejsVersion, { programsImage }: ResolvedBaseImage, baseName: string, servesFiles: boolean): ProgramsPlan {
  if (semver.satisfies(newestOf(version.version), RUN_ON)) return {};
  const run = `on ${RUN_ON_TEXT}, and the project's version is ${version.version}`;
  if (servesFiles) {
    throw new ImageError(`what serves the files of the project runs ${run}; set "nodeVersion", or "command" to a server of your own`);
  }
  if (programsImage === undefined) {
    throw new ImageError(`what judges gates and collects the release runs ${run}; ${WITHOUT[baseName] ?? WITHOUT.custom}, or set "nodeVersion"`);
  }
  return { image: programsImage };
}

/** Remedies where a base image has no other Node.js to run them, by the name of the base image. */
const WITHOUT: { readonly [baseName: string]: string } = {
  'debian-slim': 'no newer Node.js runs on the Debian release that the official image of it is on: use a line that has images on Debian 10 or later',
  'alpine': 'take BaseImage.debianSlim(), whose images can run another one in the build',
  'custom': 'set "programsImage" of BaseImage.custom() to an image whose /usr/local/bin/node both of your images can run',
};
