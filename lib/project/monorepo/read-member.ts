import { buildStepFilter } from '../build/build-steps';
import { isCallOf } from '../build/build-tool';
import { BUILD_TOOLS } from '../build/build-tools';
import { detectBuildOutput, gitignoreOf, missingDirectory } from '../build/detect-build-output';
import { detectBuildScript } from '../build/detect-build-script';
import { detectRootEntries } from '../files/detect-root-entries';
import { ProjectFiles } from '../files/project-files';
import { sortedUnique } from '../files/relative-path';
import { detectFramework } from '../frameworks/detect-framework';
import { Manifest, readManifest, scriptOf } from '../manifest/manifest';
import { Packages } from '../manifest/packages';
import { Findings } from '../model/findings';
import { WorkspacePackage } from '../model/workspace';
import { walkNamedScript } from '../scripts/walk-script';
import { MemberFiles } from '../workspace/member-files';

/**
 * Scripts that build a package before it is published, for packages that have no other one.
 */
const PUBLISHING = ['prepare', 'prepack', 'prepublishOnly', 'prepublish'];

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
  const buildScript = detectBuildScript({ files, manifest, written: packages, props: {}, findings: own }) ?? (builtByPrepare ? 'prepare' : publishingScript(manifest, packages));
  const entry = manifest.exported.find(file => /\.[cm]?js$/.test(file));
  const framework = detectFramework({
    scriptContext: { files, packages, isBuild: buildStepFilter(packages, buildScript) },
    manifest,
    rootManifest: readManifest(root, '') ?? manifest,
    path,
    buildScript,
    findings: own,
  });
  const buildOutput = buildScript === undefined
    ? writtenByOthers(files, manifest)
    : detectBuildOutput({ files, manifest, packages, buildScript, entry, framework, props: {}, findings: own });
  const rootEntries = detectRootEntries(files, undefined, own);
  own.warnings.forEach(({ id, message }) => findings.warn(id, `${path}: ${message}`));
  return { path, packageName: manifest.name, production, buildScript, buildOutput, exportedFiles: [...manifest.exported], rootEntries };
}

function publishingScript(manifest: Manifest, packages: Packages): string | undefined {
  return PUBLISHING.find(name => scriptOf(manifest, name) !== undefined
    && walkNamedScript(packages, '', name).some(step => BUILD_TOOLS.some(tool => isCallOf(tool, step))));
}

/**
 * Files that the build of another package writes here, such as the `tsc --build` of one that refers to this one: the
 * directories of files which others load and which are no sources.
 */
function writtenByOthers(files: ProjectFiles, manifest: Manifest): string[] {
  const ignored = gitignoreOf(files);
  const directories = manifest.exported.filter(file => /\.[cm]?js$/.test(file)).map(file => missingDirectory(files, ignored, file));
  return sortedUnique(directories.filter(directory => directory !== undefined));
}
