import { detectBuildOutput } from '../build/detect-build-output';
import { detectBuildScript } from '../build/detect-build-script';
import { detectRootEntries } from '../files/detect-root-entries';
import { ProjectFiles } from '../files/project-files';
import { Findings } from '../findings';
import { detectFramework } from '../frameworks/detect-framework';
import { Manifest, readManifest } from '../manifest/manifest';
import { Packages } from '../scripts/packages';
import { WorkspacePackage } from '../workspace';
import { MemberFiles } from './member-files';

/**
 * Reads what another package needs to know of one: how it is built, and what of it is loaded.
 *
 * @param builtByPrepare whether its script `prepare`, which no install runs here, is what builds it
 */
export function readMember(root: ProjectFiles, member: Manifest, production: boolean, builtByPrepare: boolean, findings: Findings): WorkspacePackage {
  const path = member.directory;
  const files = new MemberFiles(root, path);
  const manifest = readManifest(files, '')!;
  const packages = new Packages(files, manifest);
  const own = new Findings();
  const buildScript = detectBuildScript(files, manifest, packages, undefined, own) ?? (builtByPrepare ? 'prepare' : undefined);
  const entry = manifest.exported.find(file => /\.[cm]?js$/.test(file));
  const framework = detectFramework(files, manifest, path, packages, buildScript, own);
  const buildOutput = detectBuildOutput(files, packages, buildScript, entry, undefined, framework, own);
  const rootEntries = detectRootEntries(files, undefined, own);
  own.warnings.forEach(({ id, message }) => findings.warn(id, `${path}: ${message}`));
  return { path, packageName: manifest.name, production, buildScript, buildOutput, exportedFiles: [...manifest.exported], rootEntries };
}
