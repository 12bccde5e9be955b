import { isCallOf } from '../build/build-tool';
import { BUILD_TOOLS } from '../build/build-tools';
import { readsSources, KnownScript } from './known-script';

/**
 * Recognises a build, which the image does in a step of its own, with development dependencies.
 */
export const builds: KnownScript = step => BUILD_TOOLS.some(tool => isCallOf(tool, step))
  ? readsSources(false, `${step.words[0].text} builds, with development dependencies`)
  : undefined;
