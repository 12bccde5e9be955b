import { buildStepFilter } from './build/build-steps';
import { detectBuildOutput } from './build/detect-build-output';
import { detectBuildScript } from './build/detect-build-script';
import { detectTestNeedsBuild, detectTestScript } from './build/detect-tests';
import { detectNativeModules } from './detect-native-modules';
import { detectRootEntries } from './files/detect-root-entries';
import { ProjectFiles } from './files/project-files';
import { sortedUnique } from './files/relative-path';
import { Findings, listed } from './findings';
import { decideFrameworkFiles } from './frameworks/decide-framework-files';
import { detectFramework } from './frameworks/detect-framework';
import { withFramework } from './frameworks/framework-start';
import { detectInstallScripts, nestedInBuild } from './install-scripts/detect-install-scripts';
import { detectManifestFiles } from './manifest/detect-manifest-files';
import { localDependencyFiles } from './manifest/local-dependencies';
import { Manifest, readManifest } from './manifest/manifest';
import { detectNodeVersion } from './node-version/detect-node-version';
import { NodejsProjectProps } from './nodejs-project-options';
import { detectPackageManager } from './package-managers/detect-package-manager';
import { decideLockfile, findLockfiles, ownLockfile, readLockfile } from './package-managers/lockfile';
import { ProjectError } from './project-error';
import { ProjectReading } from './project-reading';
import { Packages } from './scripts/packages';
import { detectPort } from './start/detect-port';
import { detectStartCommand } from './start/detect-start-command';
import { hasScript, resolveScript } from './start/resolve-script';

/**
 * Finds out everything about a project: from its files, and from the props that go before them.
 *
 * @throws ProjectError if the project cannot be read, contradicts itself, or needs what is not supported
 */
export function readProject(files: ProjectFiles, props: NodejsProjectProps): ProjectReading {
  const findings = new Findings();
  const manifest = readManifest(files, '');
  if (!manifest) {
    throw new ProjectError(`there is no package.json in ${files.directory}: change the prop directory to the one that holds it`);
  }
  describePackage(files, manifest, findings);

  const lockfiles = props.lockfile !== undefined ? [props.lockfile] : findLockfiles(files);
  const packageManager = detectPackageManager(files, manifest, lockfiles, props.packageManager, findings);
  const lockfile = props.lockfile ?? ownLockfile(packageManager, files, lockfiles);
  const reading = lockfile === undefined ? undefined : readLockfile(packageManager, files, lockfile);
  decideLockfile(packageManager, lockfile, reading, manifest, lockfiles, findings);
  const configuration = packageManager._definition.readConfiguration(files, '', findings, packageManager.pinnedVersion);
  const installVariables = sortedUnique(configuration.variables);
  findings.decide('installVariables', listed(installVariables), 'default', 'the environment variables that the configuration of the package manager refers to');
  const nodeVersion = detectNodeVersion(files, manifest, props.nodeVersion, findings);

  const packages = new Packages(files, manifest);
  const productionDependencies = sortedUnique([...Object.keys(manifest.dependencies), ...Object.keys(manifest.optionalDependencies)]);
  findings.decide('productionDependencies', listed(productionDependencies), files.manifestSource('dependencies'), 'dependencies and optionalDependencies');
  const buildScript = detectBuildScript(files, manifest, packages, props.buildScript, findings);
  const scriptContext = {
    files, packages, lockfile: reading, manager: packageManager._definition, nodeLine: nodeVersion.line, isBuild: buildStepFilter(packages, buildScript),
  };
  const framework = detectFramework(files, manifest, packages, buildScript, findings);
  const start = detectStartCommand(scriptContext, props.startCommand, buildScript !== undefined, framework, findings);
  const entry = start.command?.entry;
  const buildOutput = detectBuildOutput(files, packages, buildScript, entry, props.buildOutput, framework, findings);
  const frameworkFiles = decideFrameworkFiles(framework, start.command, findings);
  const testScript = detectTestScript(files, manifest, packages, props.testScript, findings);
  const testNeedsBuild = detectTestNeedsBuild(files, packages, testScript, buildScript, buildOutput, props.testNeedsBuild, findings);
  const port = detectPort(start, framework, props.port, findings);

  const install = detectInstallScripts({ files, packages, entry }, packageManager, configuration.ignoresScripts, props.installScripts, findings);
  const nestedPackages = sortedUnique(props.nestedPackages ?? [...install.nested, ...nestedInBuild(packages, buildScript)]);
  findings.decide('nestedPackages', listed(nestedPackages), props.nestedPackages ? 'props: nestedPackages' : files.manifestSource('scripts'), 'the packages that an install script or the build installs');
  const productionPackages = sortedUnique(install.nestedInProduction.filter(directory => hasProductionDependencies(packages.at(directory)!)));
  findings.decide('productionPackages', listed(productionPackages), files.manifestSource('scripts'), 'those that a production install brings dependencies of');
  const manifestFiles = detectManifestFiles(files, {
    'the lockfile': lockfile === undefined ? [] : [lockfile],
    'configuration of the package manager': configuration.files,
    'what install scripts read': install.files,
    'dependencies that are in the project': localDependencyFiles(files, packages, packageManager),
  }, props.manifestFiles ?? [], findings);
  const nativeModules = detectNativeModules(files, manifest, lockfile, reading, configuration, props.nativeModules, findings);
  const rootEntries = detectRootEntries(files, props.rootEntries, findings);

  return {
    directory: files.directory,
    packageName: manifest.name,
    packageVersion: manifest.version,
    packageManager,
    lockfile,
    nodeVersion,
    scripts: manifest.scripts,
    productionDependencies,
    testScript,
    testNeedsBuild,
    buildScript,
    buildOutput,
    framework: framework?.framework.name,
    ...frameworkFiles,
    startCommand: start.command,
    manifestFiles,
    nestedPackages,
    productionPackages,
    installScripts: install.scripts,
    installVariables,
    nativeModules,
    rootEntries,
    port,
    facts: findings.facts,
    warnings: findings.warnings,
    resolveScript: name => hasScript(scriptContext, name)
      ? withFramework(scriptContext, framework, name, resolveScript(scriptContext, name)).command
      : undefined,
  };
}

function hasProductionDependencies({ dependencies, optionalDependencies }: Manifest): boolean {
  return Object.keys(dependencies).length + Object.keys(optionalDependencies).length > 0;
}

function describePackage(files: ProjectFiles, manifest: Manifest, findings: Findings) {
  findings.decide('packageName', manifest.name ?? '', files.manifestSource('name'), manifest.name === undefined ? 'the package has no name' : 'the name of the package');
  findings.decide('packageVersion', manifest.version ?? '', files.manifestSource('version'), manifest.version === undefined ? 'the package has no version' : 'the version of the package');
  findings.decide('scripts', listed(Object.keys(manifest.scripts)), files.manifestSource('scripts'), 'the scripts of the package');
  if (manifest.hasWorkspaces) {
    findings.warn('workspaces', 'package.json declares workspaces, which are not supported yet: the manifests of their members are not copied before installing. Add them with the prop manifestFiles');
  }
}
