import { isCallOf } from '../build/build-tool';
import { BUILD_TOOLS } from '../build/build-tools';
import { filesIn } from '../files/files-in';
import { joinInside } from '../files/relative-path';
import { managerCalled } from '../package-managers/command-lines';
import { findPrismaSchema } from '../prisma/prisma-schema';
import { argumentsOf, isCodeOption, programOf } from '../scripts/invocation';
import { optionValue } from '../scripts/option-value';
import { isForDevelopment, KnownScript, readsManifests, readsSources } from './known-script';
import { nestedInstall } from './nested-install';

/**
 * Tools that set up a working copy: hooks of git, guards that look who installs, appeals for funds,
 * browsers for tests. Most of them are development dependencies, and fail where there is no `.git`.
 */
const WORKING_COPY_TOOLS = new Set([
  'husky', 'is-ci', 'is-ci-cli', 'simple-git-hooks', 'lefthook', 'pre-commit', 'yorkie', 'ghooks', 'lint-staged', 'git',
  'only-allow', 'check-node-version', 'check-engine', 'engines-ok', 'force-resolutions', 'npm-force-resolutions',
  'opencollective', 'opencollective-postinstall', 'playwright', 'cypress', 'ts-patch', 'skip-ci', 'in-install', 'not-in-install', 'in-publish',
  'pinst', 'patch-husky', 'ngcc', 'electron-builder', 'electron-rebuild', 'is-in-ci', 'msw', 'commitizen', 'all-contributors', 'sort-package-json',
]);

/**
 * Recognises what only those who work on the project need.
 */
const gitHooks: KnownScript = step => {
  const program = programOf(step);
  return program !== undefined && WORKING_COPY_TOOLS.has(program)
    ? readsManifests(false, `${program} is for those who work on the project`)
    : undefined;
};

/**
 * Recognises `patch-package`, which changes what was installed.
 *
 * @see https://github.com/ds300/patch-package
 */
const patchPackage: KnownScript = (step, { files }) => {
  if (programOf(step) !== 'patch-package' || step.directory === undefined) return undefined;
  const directory = joinInside(step.directory, optionValue(argumentsOf(step), '--patch-dir') ?? 'patches');
  const patches = directory === undefined || directory === '' || files.kind(directory) !== 'directory' ? [] : filesIn(files, directory);
  return readsManifests(true, `patch-package applies ${patches.length} patches`, patches);
};

/**
 * Recognises `prisma generate`, which writes the client.
 */
const prismaGenerate: KnownScript = (step, { files, packages }) => {
  const args = argumentsOf(step);
  const { directory } = step;
  if (programOf(step) !== 'prisma' || !args.includes('generate') || directory === undefined) return undefined;
  const schema = findPrismaSchema(files, directory, optionValue(args, '--schema'), packages.at(directory)?.prismaSchema);
  return schema === undefined
    ? readsSources(true, 'prisma generate reads a schema that is not in one of the usual places')
    : readsManifests(true, `prisma generate reads ${schema.path}`, schema.files);
};

/**
 * Commands that write types for editors and checks, from the sources.
 */
const TYPE_COMMANDS: { readonly [program: string]: string } = {
  'nuxt': 'prepare',
  'nuxi': 'prepare',
  'svelte-kit': 'sync',
  'astro': 'sync',
  'react-router': 'typegen',
  'wxt': 'prepare',
  'quasar': 'prepare',
};

/**
 * Recognises what frameworks generate for those who work on the project.
 */
const generatedTypes: KnownScript = step => {
  const program = programOf(step);
  return program !== undefined && Object.hasOwn(TYPE_COMMANDS, program) && argumentsOf(step).includes(TYPE_COMMANDS[program])
    ? readsSources(false, `${program} ${TYPE_COMMANDS[program]} writes types that only development and the build read`)
    : undefined;
};

/**
 * Recognises a build, which the image does in a step of its own, with development dependencies.
 */
const builds: KnownScript = step => BUILD_TOOLS.some(tool => isCallOf(tool, step))
  ? readsSources(false, `${step.words[0].text} builds, with development dependencies`)
  : undefined;

/**
 * Recognises `node`, with a file or with code on the command line.
 */
const nodeScript: KnownScript = (step, { script }) => {
  if (programOf(step) !== 'node') return undefined;
  const args = argumentsOf(step);
  const code = isCodeOption(args[0]) ? args[1] ?? '' : undefined;
  if (code !== undefined && !/(require|import)\s*\(?\s*["'`]\.|readFile|createReadStream/.test(code)) {
    return readsManifests(isForDevelopment(script) ? false : undefined, 'node runs code on the command line that reads no file');
  }
  return readsSources(!isForDevelopment(script), `what node ${args.join(' ').slice(0, 40)} reads is not known`);
};

const READS_NOTHING = new Set(['echo', 'printf', 'exit', 'true', 'false', ':', 'test', '[', 'set', 'export', 'sleep']);

/**
 * Recognises commands that compile dependencies again.
 */
const rebuild: KnownScript = step => {
  const program = programOf(step);
  const [word] = argumentsOf(step);
  return managerCalled(program)?.commandLine.rebuild.includes(word)
    ? readsManifests(true, `${program} ${word} compiles what is installed`)
    : undefined;
};

/**
 * Recognises commands that read no file.
 */
const harmless: KnownScript = step => {
  const program = programOf(step);
  const assigns = step.words.length === 0 && step.assignments.length > 0;
  return assigns || (program !== undefined && READS_NOTHING.has(program))
    ? readsManifests(undefined, `${program ?? 'an assignment'} reads no file`)
    : undefined;
};

/**
 * Every kind of step that is known. The first one that recognises a step decides.
 */
export const KNOWN_SCRIPTS: readonly KnownScript[] = [
  nestedInstall,
  gitHooks,
  patchPackage,
  prismaGenerate,
  generatedTypes,
  builds,
  nodeScript,
  rebuild,
  harmless,
];
