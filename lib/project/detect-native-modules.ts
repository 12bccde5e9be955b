import { ProjectFiles } from './files/project-files';
import { Findings, listed } from './findings';
import { Manifest } from './manifest/manifest';
import { NativeModules } from './native-modules';
import { Configuration, LockfileReading } from './package-managers/definition';

/**
 * Decides whether installing may compile or download machine code.
 */
export function detectNativeModules(
  files: ProjectFiles,
  manifest: Manifest,
  lockfile: string | undefined,
  reading: LockfileReading | undefined,
  configuration: Configuration,
  override: NativeModules | undefined,
  findings: Findings,
): NativeModules {
  const decide = (native: NativeModules, source: string, reason: string) => {
    findings.decide('nativeModules', native, source, reason);
    return native;
  };
  if (override !== undefined) return decide(override, 'props: nativeModules', 'set explicitly');
  if (files.kind('binding.gyp') === 'file') return decide(NativeModules.PRESENT, 'binding.gyp', 'the project itself is compiled');
  if (reading?.nativeModules === NativeModules.UNKNOWN && configuration.builds) {
    const { builds } = configuration;
    return builds.length > 0
      ? decide(NativeModules.PRESENT, lockfile!, `the install scripts of ${listed(builds, 5)} are allowed`)
      : decide(NativeModules.NONE, lockfile!, 'no install script of a dependency is allowed to run');
  }
  if (reading) return decide(reading.nativeModules, lockfile!, reading.nativeReason);
  const declared = Object.keys({ ...manifest.dependencies, ...manifest.devDependencies, ...manifest.optionalDependencies });
  return files.onDisk && declared.length === 0
    ? decide(NativeModules.NONE, files.manifestSource('dependencies'), 'there are no dependencies')
    : decide(NativeModules.UNKNOWN, 'default', 'there is no lockfile that tells');
}
