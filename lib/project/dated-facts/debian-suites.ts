import * as semver from 'semver';
import { DEBIAN, DebianSuite, OFFICIAL_IMAGES } from './dated-facts';

/**
 * The Debian release of the official image to take for a version of Node.js: the newest one in regular support that there
 * is an image of, else the newest one; undefined if there is none that this library knows of.
 *
 * @param version a line (`24`), whose image is of its newest version, or a version (`24.11.1`)
 */
export function debianSuite(version: string): DebianSuite | undefined {
  const line = Number(version.split('.')[0]);
  const images = Object.hasOwn(OFFICIAL_IMAGES.suites, line) ? OFFICIAL_IMAGES.suites[line] : {};
  const newest = newestOf(version);
  const there = DEBIAN.suites.filter(({ name }) => Object.hasOwn(images, name) && semver.gte(newest, images[name]));
  const supported = there.filter(suite => !hasSupportEnded(suite));
  return (supported.length > 0 ? supported : there).pop();
}

/**
 * The newest version that an image has which is named by a version: `24` is the newest 24, `24.11` the newest 24.11.
 */
export function newestOf(version: string): string {
  const [line, minor = 999, patch = 999] = version.split('.').map(Number);
  return `${line}.${minor}.${patch}`;
}

/**
 * True if regular security support of a release had ended when the dates were read.
 */
export function hasSupportEnded({ securitySupport }: DebianSuite): boolean {
  return securitySupport < DEBIAN.checked;
}
