import { Findings, listed } from '../model/findings';
import { NativeContext } from './detect-native-modules';
import { nativeDependencies } from './native-dependencies';
import { runningScripts } from './running-scripts';

/**
 * Packages that drive a browser, which no image of Node.js has.
 */
const BROWSERS: { readonly [name: string]: string } = {
  'puppeteer': 'PUPPETEER_EXECUTABLE_PATH to it, and PUPPETEER_SKIP_DOWNLOAD=true in the build image',
  'puppeteer-core': 'PUPPETEER_EXECUTABLE_PATH to it',
  'playwright': 'executablePath to it where the browser is launched, and PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1 in the build image',
  'playwright-core': 'executablePath to it where the browser is launched',
  'playwright-chromium': 'executablePath to it where the browser is launched, and PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1 in the build image',
};

/**
 * Warns of dependencies that installing alone does not make work.
 */
export function warnOfDependencies(context: NativeContext, findings: Findings) {
  const { manifest, reading, configuration } = context;
  const production = { ...manifest.dependencies, ...manifest.optionalDependencies };
  for (const name of Object.keys(BROWSERS).filter(browser => Object.hasOwn(production, browser))) {
    findings.warn('no-browser', `${name} drives a browser, which the image does not have, and what it downloads by itself is left in the build image and does not run on arm64: `
      + `give an image with Node.js and Chromium as runtimeImage by the prop baseImage, BaseImage.custom(), and set ${BROWSERS[name]}`);
  }
  const allowed = runningScripts(configuration);
  if (!allowed || (configuration.ignoresScripts && !configuration.chosen)) return;
  const blocked = nativeDependencies(reading?.packages ?? [])
    .filter(({ name, source }) => !source && !allowed.has(name) && Object.hasOwn(production, name)).map(({ name }) => name);
  if (blocked.length > 0 && configuration.chosen) {
    findings.warn('native-module-not-built', `"installScripts" does not name ${listed(blocked, 5)}, so that it is not built: if the application needs that, name it by InstallScripts.only()`);
  } else if (blocked.length > 0) {
    findings.warn('native-module-not-built', `the package manager runs the install scripts of those dependencies alone that are allowed to, so it does not build ${listed(blocked, 5)}: `
      + 'if the application needs that, allow it where the package manager is configured (npm: allowScripts in package.json; pnpm: allowBuilds in pnpm-workspace.yaml; '
      + 'Yarn: dependenciesMeta in package.json; Bun: trustedDependencies in package.json)');
  }
}
