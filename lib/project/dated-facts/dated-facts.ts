/**
 * Everything in this library that is true for a time only, and where it was read on which day. What has ended is decided by
 * that day, never by the clock: the same version of the library gives the same image on every day. `npm run facts` says
 * what is to be read again.
 */

/**
 * Facts of one source.
 */
export interface Dated {
  readonly source: string;
  /** The day they were read. */
  readonly checked: string;
}

/**
 * A line of Node.js.
 */
export interface NodeLine {
  readonly line: number;
  /** The day of its first release. */
  readonly start: string;
  /** The first day of its long-term support, for lines that have it. */
  readonly longTermSupport?: string;
  /** The last day of its support. */
  readonly endOfLife: string;
  /** The codename of its long-term support. */
  readonly codename?: string;
  /** The npm in its newest release on that day. */
  readonly npmVersion: string;
}

/**
 * A release of Debian.
 */
export interface DebianSuite {
  readonly name: string;
  readonly version: number;
  /** The last day of regular security support; what comes behind it is long-term support by volunteers, for some packages. */
  readonly securitySupport: string;
}

/**
 * A version of a package manager.
 */
export interface ManagerVersion {
  readonly version: string;
  /** The versions of Node.js that it runs on. */
  readonly node: string;
}

/** Every line whose images still exist for the builders we generate for, oldest first. */
export const NODE_SCHEDULE: Dated & { readonly lines: readonly NodeLine[] } = {
  source: 'https://github.com/nodejs/Release/blob/main/schedule.json, https://nodejs.org/dist/index.json',
  checked: '2026-11-27',
  lines: [
    { line: 10, start: '2018-04-24', longTermSupport: '2018-10-30', endOfLife: '2021-04-30', codename: 'dubnium', npmVersion: '6.14.12' },
    { line: 11, start: '2018-10-23', endOfLife: '2019-06-01', npmVersion: '6.7.0' },
    { line: 12, start: '2019-04-23', longTermSupport: '2019-10-21', endOfLife: '2022-04-30', codename: 'erbium', npmVersion: '6.14.16' },
    { line: 13, start: '2019-10-22', endOfLife: '2020-06-01', npmVersion: '6.14.4' },
    { line: 14, start: '2020-04-21', longTermSupport: '2020-10-27', endOfLife: '2023-04-30', codename: 'fermium', npmVersion: '6.14.18' },
    { line: 15, start: '2020-10-20', endOfLife: '2021-06-01', npmVersion: '7.7.6' },
    { line: 16, start: '2021-04-20', longTermSupport: '2021-10-26', endOfLife: '2023-09-11', codename: 'gallium', npmVersion: '8.19.4' },
    { line: 17, start: '2021-10-19', endOfLife: '2022-06-01', npmVersion: '8.11.0' },
    { line: 18, start: '2022-04-19', longTermSupport: '2022-10-25', endOfLife: '2025-04-30', codename: 'hydrogen', npmVersion: '10.8.2' },
    { line: 19, start: '2022-10-18', endOfLife: '2023-06-01', npmVersion: '9.6.3' },
    { line: 20, start: '2023-04-18', longTermSupport: '2023-10-24', endOfLife: '2026-04-30', codename: 'iron', npmVersion: '10.8.2' },
    { line: 21, start: '2023-10-17', endOfLife: '2024-06-01', npmVersion: '10.5.0' },
    { line: 22, start: '2024-04-24', longTermSupport: '2024-10-29', endOfLife: '2027-04-30', codename: 'jod', npmVersion: '10.9.9' },
    { line: 23, start: '2024-10-16', endOfLife: '2025-06-01', npmVersion: '10.9.2' },
    { line: 24, start: '2025-05-06', longTermSupport: '2025-10-28', endOfLife: '2028-04-30', codename: 'krypton', npmVersion: '11.21.2' },
    { line: 25, start: '2025-10-15', endOfLife: '2026-06-01', npmVersion: '11.6.2' },
    { line: 26, start: '2026-05-05', longTermSupport: '2026-10-28', endOfLife: '2029-04-30', codename: 'lithium', npmVersion: '11.21.2' },
  ],
};

/** The releases of Debian, oldest first. */
export const DEBIAN: Dated & { readonly suites: readonly DebianSuite[] } = {
  source: 'https://wiki.debian.org/DebianReleases, https://www.debian.org/releases/',
  checked: '2026-11-27',
  suites: [
    { name: 'stretch', version: 9, securitySupport: '2020-07-18' },
    { name: 'buster', version: 10, securitySupport: '2022-09-10' },
    { name: 'bullseye', version: 11, securitySupport: '2024-08-14' },
    { name: 'bookworm', version: 12, securitySupport: '2026-06-10' },
    { name: 'trixie', version: 13, securitySupport: '2028-08-09' },
  ],
};

/** The releases of Debian that the official images of a line are on, each with the first version of Node.js of which there is one. */
export const OFFICIAL_IMAGES: Dated & { readonly suites: { readonly [line: number]: { readonly [suite: string]: string } } } = {
  source: 'https://github.com/nodejs/docker-node, the history of versions.json and of the Dockerfiles',
  checked: '2026-11-27',
  suites: {
    10: { stretch: '10.14.0', buster: '10.16.0' },
    11: { stretch: '11.3.0' },
    12: { stretch: '12.0.0', buster: '12.6.0', bullseye: '12.22.5' },
    13: { stretch: '13.0.0', buster: '13.0.0' },
    14: { stretch: '14.0.0', buster: '14.0.0', bullseye: '14.17.5' },
    15: { stretch: '15.0.0', buster: '15.0.0' },
    16: { buster: '16.0.0', bullseye: '16.6.2', bookworm: '16.20.0' },
    17: { buster: '17.0.0', bullseye: '17.0.0' },
    18: { buster: '18.0.0', bullseye: '18.0.0', bookworm: '18.16.0' },
    19: { buster: '19.0.0', bullseye: '19.0.0' },
    20: { bullseye: '20.0.0', bookworm: '20.3.0', trixie: '20.19.4' },
    21: { bullseye: '21.0.0', bookworm: '21.0.0' },
    22: { bullseye: '22.0.0', bookworm: '22.0.0', trixie: '22.18.0' },
    23: { bullseye: '23.0.0', bookworm: '23.0.0' },
    24: { bullseye: '24.0.0', bookworm: '24.0.0', trixie: '24.5.0' },
    25: { bullseye: '25.0.0', bookworm: '25.0.0', trixie: '25.0.0' },
    26: { bullseye: '26.0.0', bookworm: '26.0.0', trixie: '26.0.0' },
  },
};

/** The images without a shell. */
export const DISTROLESS: Dated & { readonly debian: string; readonly lines: readonly number[] } = {
  source: 'https://github.com/GoogleContainerTools/distroless/tree/main/nodejs',
  checked: '2026-11-27',
  debian: 'trixie',
  lines: [22, 24, 26],
};

/** The version of the bundler that is installed where a bundle is asked for, with the oldest line of Node.js that it runs on. */
export const BUNDLER: Dated & { readonly version: string; readonly nodeLine: number } = {
  source: 'https://registry.npmjs.org/esbuild',
  checked: '2026-11-27',
  version: '0.28.2',
  nodeLine: 18,
};

/** The newest version of each line of the package managers that is installed, the one to prefer first. */
export const MANAGERS: { readonly [name: string]: Dated & { readonly versions: readonly ManagerVersion[] } } = {
  npm: {
    source: 'https://registry.npmjs.org/npm',
    checked: '2026-11-27',
    versions: [
      { version: '12.2.2', node: '^22.22.2 || ^24.15.0 || >=26.0.0' },
      { version: '11.21.2', node: '^20.17.0 || >=22.9.0' },
      { version: '10.9.9', node: '^18.17.0 || >=20.5.0' },
      { version: '9.9.4', node: '^14.17.0 || ^16.13.0 || >=18.0.0' },
      { version: '8.19.4', node: '^12.13.0 || ^14.15.0 || >=16.0.0' },
      { version: '7.24.2', node: '>=10' },
      { version: '6.14.18', node: '>=6.2.0' },
    ],
  },
  // 10 reads the settings of every version, in package.json and in pnpm-workspace.yaml, and runs on every supported Node.js.
  pnpm: {
    source: 'https://registry.npmjs.org/pnpm',
    checked: '2026-11-27',
    versions: [
      { version: '10.34.9', node: '>=18.12' },
      { version: '12.21.0', node: '>=18' },
      { version: '11.28.11', node: '>=22.13' },
      { version: '9.15.9', node: '>=18.12' },
      { version: '8.15.9', node: '>=16.14' },
      { version: '7.33.7', node: '>=14.6' },
      { version: '6.35.1', node: '>=12.17' },
    ],
  },
  // The last version of Yarn 1.
  yarnClassic: {
    source: 'https://registry.npmjs.org/yarn',
    checked: '2026-11-27',
    versions: [{ version: '1.22.22', node: '>=4.0.0' }],
  },
  // What writes each version of the lockfile.
  yarnBerry: {
    source: 'https://registry.npmjs.org/@yarnpkg/cli-dist',
    checked: '2026-11-27',
    versions: [
      { version: '4.18.1', node: '>=18.12.0' },
      { version: '4.14.1', node: '>=18.12.0' },
      { version: '4.13.0', node: '>=18.12.0' },
      { version: '3.8.7', node: '>=12 <14 || 14.2 - 14.9 || >14.10.0' },
      { version: '3.1.1', node: '>=12 <14 || 14.2 - 14.9 || >14.10.0' },
      { version: '2.4.2', node: '>=12 <14 || 14.2 - 14.9 || >14.10.0' },
    ],
  },
  // A program of its own, which npm puts in its place.
  bun: {
    source: 'https://registry.npmjs.org/bun',
    checked: '2026-11-27',
    versions: [
      { version: '1.4.5', node: '*' },
      { version: '1.3.14', node: '*' },
      { version: '1.2.23', node: '*' },
      { version: '1.1.45', node: '*' },
    ],
  },
};
