import { NativeModules, NodejsProject } from '../../project/index';
import { NodejsDockerfileOptions } from '../nodejs-image-options';
import { PlannedGate } from './gates';
import { installation } from './program-packages';

/** Compilers and the like that full images of Debian have, of the programs that are asked for here. */
const FULL = ['make', 'gcc', 'g++', 'cc', 'c++', 'python3', 'curl', 'wget', 'unzip', 'ssh', 'scp', 'gpg', 'convert', 'magick', 'xz'];

/** Programs of those that the build image of a base image has, without a compiler and with one; of images of your own that is not known. */
const THERE: { readonly [base: string]: { readonly slim: readonly string[]; readonly full: readonly string[] } } = {
  'debian-slim': { slim: [], full: FULL },
  'distroless': { slim: [], full: FULL },
  'alpine': { slim: ['bc', 'unzip', 'wget'], full: ['bc', 'unzip', 'wget', 'make', 'gcc', 'g++', 'cc', 'c++', 'python3'] },
};

/** Warns of programs that scripts of the build and of gates call, and that the build image does not have. */
export function warnOfBuildPrograms(
  project: NodejsProject, base: string, options: NodejsDockerfileOptions, gates: readonly PlannedGate[], warnings: { id: string; message: string }[],
): void {
  if (!Object.hasOwn(THERE, base) || options.customize?.some(({ stageName }) => stageName === 'base')) return;
  const there = THERE[base][project.nativeModules === NativeModules.NONE ? 'slim' : 'full'];
  const tested = gates.flatMap(({ gate }) => gate._steps.flatMap(({ script }) => script ?? []));
  const scripts = [...project.packageManager._definition.installLifecycle, project.buildScript, ...tested]
    .filter((name): name is string => name !== undefined && Object.hasOwn(project.scripts, name));
  const told = new Set<string>();
  for (const script of new Set(scripts)) {
    for (const { program, caller } of project._programsOf(script)) {
      if (there.includes(program) || told.has(program)) continue;
      told.add(program);
      warnings.push({
        id: 'build-program-missing',
        message: `the script ${script} calls ${program} (${caller}), which neither a dependency nor the build image brings, so that it fails there unless it does without: `
          + `install it by customize: [StageCustomization.append("base", ${installation(base, program)})], or set "baseImage" to images that have it`,
      });
    }
  }
}
