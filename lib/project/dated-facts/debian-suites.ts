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
  // `24.11` is the newest 24.11.
  const newest = semver.minVersion(version === String(line) ? `${line}.999.0` : version.split('.').length === 2 ? `${version}.999` : version);
  const there = DEBIAN.suites.filter(({ name }) => Object.hasOwn(images, name) && newest !== null && semver.gte(newest, images[name]));
  const supported = there.filter(suite => !hasSupportEnded(suite));
  return (supported.length > 0 ? supported : there).pop();
}

/**
 * Whether regular security support of a release had ended when the dates were read.
 */
export function hasSupportEnded({ securitySupport }: DebianSuite): boolean {
  return securitySupport < DEBIAN.checked;
}
