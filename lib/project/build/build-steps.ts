import { Manifest } from '../manifest/manifest';
import { Packages } from '../manifest/packages';
import { flattenScript, ScriptCycle, StartStep } from '../scripts/flatten-script';
import { argumentsOf, Invocation, isStatic, programOf } from '../scripts/invocation';
import { walkNamedScript, walkScript } from '../scripts/walk-script';
import { isCallOf } from './build-tool';
import { BUILD_TOOLS } from './build-tools';

/**
 * Programs that write the files that they are told to, and do nothing else.
 */
const FILE_PROGRAMS = new Set([
  'cp', 'mv', 'mkdir', 'touch', 'ln', 'mkdirp', 'make-dir', 'shx', 'copyfiles', 'copyup', 'cpx', 'cpx2', 'cpy', 'ncp', 'recursive-copy', 'copy-files-from-to',
]);

/** Names of scripts that make files. */
const BUILDING_SCRIPT = /^(?:pre|post)?(?:build|compile|transpile|transpilation|bundle|dist|tsc|babel|webpack|sass|scss|css|styles|assets|copy|generate|gen|codegen)(?:[:_-]|$)/;

/** Names of files that make files. */
const BUILDING_FILE = /(?:^|\/)(?:build|compile|transpile|bundle|generate|gen|codegen|copy|esbuild|webpack|rollup)(?:[._-][\w.-]*)?\.[cm]?[jt]s$/;

/** Programs that write code which the application loads. */
const GENERATORS: { readonly [program: string]: readonly string[] } = {
  'prisma': ['generate'],
  'graphql-codegen': [],
  'openapi-generator-cli': ['generate'],
  'tsoa': ['spec-and-routes', 'routes', 'spec'],
};

/**
 * True if a step runs a program that does nothing but write files where it is told to.
 */
export function writesFiles(invocation: Invocation): boolean {
  return FILE_PROGRAMS.has(programOf(invocation) ?? '');
}

/**
 * True if a step writes files that the application needs, so that it is for the build: at start they belong to root.
 */
export function isBuilding(step: StartStep): boolean {
  const { invocation, script } = step;
  if (!invocation || !isStatic(invocation)) return false;
  const program = programOf(invocation)!;
  const words = argumentsOf(invocation);
  if (writesFiles(invocation)) return words.every(word => !/^(\/|\.\.)/.test(word));
  if (BUILD_TOOLS.some(tool => isCallOf(tool, invocation))) return !words.some(word => ['-w', '--watch'].includes(word));
  if (Object.hasOwn(GENERATORS, program)) return GENERATORS[program].length === 0 || GENERATORS[program].includes(words[0]);
  return ['node', 'tsx', 'ts-node', 'gulp', 'grunt'].includes(program)
    && (BUILDING_SCRIPT.test(script ?? '') || BUILDING_FILE.test(words.find(word => !word.startsWith('-')) ?? ''));
}

/**
 * The steps in front of what a script starts that are for the build, and come behind what is built already.
 */
export function buildingSteps(packages: Packages, script: string, isBuilt: (step: StartStep) => boolean): readonly StartStep[] {
  const flat = flattenScript(packages, '', script);
  const steps = flat instanceof ScriptCycle ? [] : flat.steps.slice(0, -1);
  return steps.filter((step, index) => !isBuilt(step) && isBuilding(step) && !steps.slice(index).some(isBuilt));
}

/**
 * Tells whether a step of another script does nothing but build, which needs no doing once it is built.
 *
 * @param commands the command lines that the build runs beside its script
 */
export function buildStepFilter(packages: Packages, buildScript: string | undefined, commands: readonly string[] = []): (step: StartStep) => boolean {
  if (buildScript === undefined) return () => false;
  const flat = flattenScript(packages, '', buildScript);
  const texts = new Set([...flat instanceof ScriptCycle ? [] : flat.steps.map(keyOf), ...commands]);
  const programs = new Set(walkNamedScript(packages, '', buildScript).map(programOf));
  const isBuilt = ({ invocation }: StartStep) => invocation !== undefined
    && programs.has(programOf(invocation))
    && BUILD_TOOLS.some(tool => isCallOf(tool, invocation));
  return step => texts.has(keyOf(step)) || isBuilt(step);
}

/**
 * A step as a command line of its own.
 */
export function keyOf({ directory, text }: StartStep): string {
  return directory === '' ? text : `(cd ${directory} && ${text})`;
}

/**
 * True if one of the scripts that installing runs may make files of the application.
 */
export function installMakesFiles(manifest: Manifest, packages: Packages, lifecycle: readonly string[]): boolean {
  const harmless = new Set(['husky', 'patch-package', 'simple-git-hooks', 'lefthook', 'is-ci', 'echo', 'exit', 'true', 'prisma', 'only-allow']);
  return lifecycle.some(name => manifest.scripts[name] !== undefined
    && walkScript(packages, '', manifest.scripts[name]).some(step => !harmless.has(programOf(step) ?? '')));
}
