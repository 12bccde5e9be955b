import { NodejsProject, ProjectWarning } from '../../project/index';
import { NodejsDockerfileOptions } from '../nodejs-image-options';
import { RELEASE } from '../paths';
import { installation } from './program-packages';

/** Fonts of distributions, with what finds them. */
const FONTS: { readonly [base: string]: string } = { 'debian-slim': 'fontconfig fonts-dejavu-core', 'alpine': 'font-dejavu' };
/** Base images without fonts. */
const WITHOUT = new Set([...Object.keys(FONTS), 'distroless']);
/** Variables that say where fonts are. */
const TOLD = ['FONTCONFIG_PATH', 'FONTCONFIG_FILE'];

/** Warns where the application draws text and the image has no fonts: the pictures are there, without a word in them. */
export function warnOfFonts(project: NodejsProject, base: string, options: NodejsDockerfileOptions, warnings: ProjectWarning[]): void {
  const { customize = [], environment = {} } = options;
  if (!WITHOUT.has(base) || TOLD.some(name => Object.hasOwn(environment, name)) || /font/i.test(JSON.stringify(customize))) return;
  const drawn = project._drawnText();
  if (!drawn) return;
  const remedy = Object.hasOwn(FONTS, base)
    ? `install some by customize: [StageCustomization.append("${RELEASE}", ${installation(base, FONTS[base], true)})]`
    : 'set "baseImage" to one with a package manager, such as BaseImage.debianSlim(), and install fonts there by "customize"';
  warnings.push({
    id: 'text-without-fonts',
    message: `${drawn.caller} has ${drawn.package} draw text, and the base image ${base} has no fonts, so that pictures come without their text and nothing fails: `
      + `${remedy}, or bring fonts and name them to ${drawn.package}`,
  });
}
