import { Gitignore } from '../files/git/gitignore';
import { ProjectFiles } from '../files/project-files';
import { isWithin, joinInside, sortedUnique } from '../files/relative-path';
import { DetectedFramework, textOf } from '../frameworks/detect-framework';
import { PackageReader } from '../manifest/package-reader';
import { Findings, listed } from '../model/findings';
import { ProjectError } from '../model/project-error';
import { argumentsOf, environmentOf } from '../scripts/invocation';
import { optionValue } from '../scripts/option-value';
import { ScriptStep, walkNamedScript } from '../scripts/walk-script';
import { writesFiles } from './build-steps';
import { isCallOf } from './build-tool';
import { BUILD_TOOLS, COMMON_OUTPUT_OPTIONS } from './build-tools';
import { tsconfigOutputs } from './tsconfig';

/**
 * Directories that builds commonly write to.
 */
const COMMON_OUTPUTS = ['dist', 'build', 'lib', 'out'];

const UNMISTAKABLE = /(^|\/)(dist|build|out|\.next|\.nuxt|\.output)$/;

/**
 * Questions for deciding what the build writes.
 */
export interface BuildOutputReader extends PackageReader {
  readonly buildScript: string | undefined;
  /** The file that is started. */
  readonly entry: string | undefined;
  readonly framework: DetectedFramework | undefined;
  readonly props: { readonly buildOutput?: readonly string[] };
}

/**
 * Decides which directories the build writes.
 *
 * Only directories in which nothing but that lies: empty where the build writes among the sources.
 */
export function detectBuildOutput(
  { files, packages, buildScript, entry, framework, props: { buildOutput: override }, findings }: BuildOutputReader,
): string[] {
  const decide = (output: Iterable<string>, source: string, reason: string) => {
    const sorted = withoutNested(sortedUnique(output));
    findings.decide('buildOutput', listed(sorted), source, reason);
    return sorted;
  };
  if (override) return decide(override.map(checked), 'props: buildOutput', 'set explicitly');
  if (buildScript === undefined) return decide([], 'default', 'nothing is built');
  const source = files.manifestSource(`scripts.${buildScript}`);
  const ignored = gitignoreOf(files);
  const written = framework?.reading.buildOutput;
  const steps = walkNamedScript(packages, '', buildScript).filter(step => !written || !framework.framework.builds.test(textOf(step)));
  const fromTools = steps.flatMap(step => outputsOfStep(files, step, findings));
  if (written) {
    const others = fromTools.filter(output => !holdsSources(files, ignored, output));
    const known = entry === undefined || [...written, ...others].some(output => isWithin(output, entry));
    const started = known ? undefined : missingDirectory(files, ignored, entry);
    const further = started === undefined ? [] : [started];
    return decide([...written, ...others, ...further], framework.source, `${framework.framework.name} writes there`);
  }
  const outputs = fromTools.filter(output => !holdsSources(files, ignored, output));
  const fromEntry = entry === undefined ? undefined : missingDirectory(files, ignored, entry);
  if (fromEntry !== undefined && !outputs.some(output => isWithin(output, fromEntry))) {
    return decide([...outputs, fromEntry], files.manifestSource('scripts.start'), `${entry} is started from it, and it is not among the sources`);
  }
  if (outputs.length > 0) return decide(outputs, source, 'the tools that the build runs write there');
  if (fromTools.length > 0) {
    return decide([], source, `what the build writes to ${listed(sortedUnique(fromTools.map(output => output || 'the project itself')))} lies among the sources`);
  }
  if (steps.length > 0 && steps.every(step => isKnown(step))) return decide([], source, 'the tools that the build runs write nothing');
  if (steps.length > 0 && steps.every(step => isKnown(step) || writesFiles(step))) return decide([], source, 'what the build copies lies among the sources');
  // A tool that is not known may compile to another directory beside it: what git ignores as a whole is taken.
  const fromTsconfig = tsconfigOutputs(files, '', '.', true).flatMap(output => joinInside('', output) || [])
    .filter(output => !holdsSources(files, ignored, output))
    .map(output => missingDirectory(files, ignored, `${output}/`) ?? output);
  if (fromTsconfig.length > 0) return decide(fromTsconfig, 'tsconfig.json: compilerOptions.outDir', 'the compiler writes there');
  const common = COMMON_OUTPUTS.filter(directory => ignored.ignoresDirectory(directory));
  return common.length > 0
    ? decide(common, '.gitignore', 'a common directory for what is built, and not among the sources')
    : decide([], source, 'it cannot be told where the build writes: everything that is there after it is taken');
}

function isKnown(step: ScriptStep): boolean {
  return BUILD_TOOLS.some(candidate => isCallOf(candidate, step));
}

function outputsOfStep(files: ProjectFiles, step: ScriptStep, findings: Findings): string[] {
  if (step.directory === undefined) return [];
  const args = argumentsOf(step);
  const tool = BUILD_TOOLS.find(candidate => isCallOf(candidate, step));
  const common = tool || step.words.length === 0 ? undefined : optionValue(args, ...COMMON_OUTPUT_OPTIONS);
  const outputs = tool
    ? tool.outputs({ files, directory: step.directory, args, environment: environmentOf(step) })
    : common === undefined ? [] : [common];
  return outputs.flatMap(output => {
    const path = output.includes('$') ? undefined : joinInside(step.directory!, output);
    if (path === undefined) {
      findings.warn('build-output-outside', `${step.words[0].text} writes to ${output}, which is not inside of the project: set the prop buildOutput if the image needs what it writes`);
    }
    return path === undefined ? [] : [path];
  });
}

/**
 * True if a directory that a build writes to holds sources, too. What git keeps is a source, except where a
 * name leaves no doubt: some commit what they build.
 */
function holdsSources(files: ProjectFiles, ignored: Gitignore, directory: string): boolean {
  return directory === '' || (files.kind(directory) === 'directory'
    && !ignored.ignoresDirectory(directory)
    && !UNMISTAKABLE.test(directory));
}

/**
 * The first directory on the way to a file that is not there, or that git ignores.
 */
export function missingDirectory(files: ProjectFiles, ignored: Gitignore, file: string): string | undefined {
  const segments = file.split('/').slice(0, -1);
  return segments
    .map((_, index) => segments.slice(0, index + 1).join('/'))
    .find(directory => directory !== 'node_modules' && (files.kind(directory) !== 'directory' || ignored.ignoresDirectory(directory)));
}

/**
 * Rules by which git ignores files of a package.
 */
export function gitignoreOf(files: ProjectFiles): Gitignore {
  return new Gitignore(files.kind('.gitignore') === 'file' ? files.text('.gitignore') ?? '' : '');
}

function withoutNested(directories: readonly string[]): string[] {
  return directories.filter(directory => !directories.some(other => other !== directory && isWithin(other, directory)));
}

function checked(directory: string): string {
  const path = joinInside('', directory);
  if (path === undefined || path === '') {
    throw new ProjectError(`a directory that the build writes must be inside of the project, received ${JSON.stringify(directory)}: change the prop buildOutput`);
  }
  return path;
}
