import { buildStepFilter } from './build/build-steps';
import { detectBuildOutput } from './build/detect-build-output';
import { detectBuildScript } from './build/detect-build-script';
import { detectTestNeedsBuild, detectTestScript } from './build/detect-tests';
import { outsidePrograms } from './build/outside-programs';
import { startBuilds, warnOfDirectories, withBuildScript } from './build/start-builds';
import { warnOfGit } from './build/warn-of-git';
import { detectBuildOnlyFiles } from './files/build-only-files';
import { detectRootEntries, writtenByInstall } from './files/detect-root-entries';
import { ProjectFiles } from './files/project-files';
import { sortedUnique } from './files/relative-path';
import { decideFrameworkFiles } from './frameworks/decide-framework-files';
import { detectFramework } from './frameworks/detect-framework';
import { warnOfPackageImports } from './imports/imports-of-package';
import { ApplicationUse, scriptsOfImage } from './infrastructure/application-use';
import { detectInfrastructure, warnOfInfrastructure } from './infrastructure/detect-infrastructure';
import { detectInstallScripts, nestedInBuild } from './install-scripts/detect-install-scripts';
import { detectInstallation } from './install-scripts/detect-installation';
import { detectListening, reachable } from './listening/detect-listening';
import { detectPort } from './listening/detect-port';
import { detectManifestFiles } from './manifest/detect-manifest-files';
import { warnOfMissingPeers, withInstalledPeers } from './manifest/installed-peers';
import { Manifest, scriptOf } from './manifest/manifest';
import { Packages } from './manifest/packages';
import { refuseTokensIn } from './manifest/refuse-tokens-in';
import { Findings, listed } from './model/findings';
import { InstallScriptNeeds } from './model/install-script';
import { NodejsVersion } from './model/nodejs-version';
import { readWorkspace } from './monorepo/read-workspace';
import { detectNativeModules } from './native/detect-native-modules';
import { warnOfDependencies } from './native/warn-of-dependencies';
import { detectNodeVersion } from './node-version/detect-node-version';
import { NodejsDirectoryOptions, NodejsProjectProps } from './nodejs-project-options';
import { detectPackageManager } from './package-managers/detect-package-manager';
import { linkedDirectories, localDependencyFiles } from './package-managers/local-dependencies';
import { decideLockfile } from './package-managers/lockfile';
import { PackageManager } from './package-managers/package-manager';
import { detectPrisma } from './prisma/detect-prisma';
import { ProjectReading } from './project-reading';
import { programOf } from './scripts/invocation';
import { walkNamedScript } from './scripts/walk-script';
import { detectRuntimes } from './start/detect-runtimes';
import { detectStartCommand } from './start/detect-start-command';
import { withFramework } from './start/framework-start';
import { decideNpmVariables, findNpmVariables, withNpmVariables } from './start/npm-variables';
import { hasScript, resolveScript } from './start/resolve-script';
import { testFlaws } from './tests/test-flaws';
import { ownProperty } from './text/json/json-shape';
import { lockfilesAt, lockfilesOf } from './workspace/installed-lockfiles';
import { binDirectoriesOf, fromInstall, lockfileOf, placesOf, rootPathOf, PackageLocation, withPeers } from './workspace/package-location';
import { rootMembers, startableMembers } from './workspace/root-members';
import { warnOfUnbuilt } from './workspace/warn-of-unbuilt';

/**
 * Finds out everything about a project: from its files, and from the props that override them.
 *
 * @throws ProjectError if the project cannot be read, contradicts itself, or needs what is not supported
 */
export function readProject(declared: PackageLocation, props: NodejsProjectProps & NodejsDirectoryOptions): ProjectReading {
  const findings = new Findings();
  describePackage(declared.files, declared.manifest, findings);

  const { files: root, manifest: rootManifest } = declared.install;
  const lockfiles = props.lockfile !== undefined ? [props.lockfile] : lockfilesAt(declared);
  let detected: NodejsVersion | undefined;
  const nodeFor = ({ _definition: { enforcesEngines } }: PackageManager) => {
    const enforced = enforcesEngines?.(root) ? [declared.manifest, rootManifest].flatMap(({ engines }) => ownProperty(engines, 'node') ?? []) : [];
    return detected ??= detectNodeVersion(placesOf(declared), props.nodeVersion, findings, enforced);
  };
  const packageManager = detectPackageManager(root, rootManifest, lockfiles, props.packageManager, findings, nodeFor);
  const nodeVersion = nodeFor(packageManager);
  const configuration = packageManager._definition.readConfiguration(root, '', findings, packageManager.pinnedVersion);
  const installVariables = sortedUnique(configuration.variables);
  findings.decide('installVariables', listed(installVariables), 'default', 'the environment variables that the configuration of the package manager refers to');
  const peers = packageManager._definition.installedPeers?.(root, packageManager.pinnedVersion, nodeVersion.line);
  const location = withPeers(declared, peers);
  const { files, manifest, install: at, monorepo } = location;
  const production = monorepo?.closure.members.filter(({ directory }) => monorepo.closure.production.has(directory)) ?? [];
  refuseTokensIn(at.files, props, [manifest, at.manifest, ...monorepo?.closure.members ?? []].map(({ directory }) => directory));
  warnOfMissingPeers([manifest, at.manifest, ...production], packageManager._definition.title, peers, findings);
  const { own: lockfile, files: lockfilesRead, reading } = lockfilesOf(location, packageManager, lockfiles, props.lockfile, findings);
  decideLockfile(packageManager, lockfile, reading, lockfiles, findings);

  const written = monorepo ? new Packages(files, manifest) : at.packages;
  const members = monorepo ? [] : rootMembers(files).map(member => withInstalledPeers(member, peers));
  // The root's are installed beside those of a package, and those of all packages in the image of the root.
  const productionDependencies = sortedUnique([manifest, at.manifest, ...members].flatMap(({ dependencies, optionalDependencies }) =>
    [...Object.keys(dependencies), ...Object.keys(optionalDependencies)]));
  const kinds = peers ? 'dependencies, optionalDependencies, and the peerDependencies, which are installed' : 'dependencies and optionalDependencies';
  findings.decide('productionDependencies', listed(productionDependencies), files.manifestSource('dependencies'), kinds);
  const buildsOf = (script: string | undefined) => startBuilds(manifest, written, packageManager._definition, location.startScript, script);
  const buildScript = detectBuildScript(files, manifest, written, props.buildScript, findings, buildsOf(undefined));
  const buildCommands = buildsOf(props.buildScript === '' ? '' : buildScript);
  warnOfDirectories(buildCommands, findings);
  const isScript = buildScript === undefined || scriptOf(manifest, buildScript) !== undefined;
  const packages = isScript ? written : withBuildScript(files, manifest, buildCommands);
  findings.decide('buildCommands', buildCommands.join(' && '), files.manifestSource('scripts'), buildCommands.length > 0
    ? 'the start script runs it in front of the application, where nothing can be written: it is part of the build' : 'the start script builds nothing else');
  const scriptContext = {
    files,
    packages,
    lockfile: lockfileOf(location, reading),
    manager: packageManager._definition,
    binDirectories: binDirectoriesOf(location),
    rootPath: rootPathOf(location),
    rootManifest: monorepo && at.manifest,
    nodeLine: nodeVersion.line,
    startScript: location.startScript,
    members: monorepo ? [] : startableMembers(files),
    isBuild: buildStepFilter(packages, buildScript, buildCommands),
  };
  const framework = detectFramework(scriptContext, manifest, at.manifest, monorepo?.located.path ?? '', buildScript, findings);
  const start = detectStartCommand(scriptContext, props.startCommand, buildScript !== undefined, framework, findings);
  const entry = start.command?.entry;
  const buildOutput = detectBuildOutput(files, packages, buildScript, entry, props.buildOutput, framework, findings);
  const frameworkFiles = decideFrameworkFiles(framework, start.command, findings);
  const testScript = detectTestScript(files, manifest, packages, props.testScript, findings);
  const testNeedsBuild = detectTestNeedsBuild(files, at.files, packages, testScript, buildScript, buildOutput, props.testNeedsBuild, findings);
  const runtimes = detectRuntimes(
    files, manifest, packages, packageManager, [...packageManager._definition.installLifecycle, buildScript, testScript], start.command, findings,
  );
  const sources = {
    files: at.files,
    path: monorepo?.located.path ?? '',
    packageDirectory: (name: string) => monorepo?.located.members.named(name)?.directory ?? members.find(member => member.name === name)?.directory,
    buildWords: buildScript === undefined ? [] : walkNamedScript(packages, '', buildScript).flatMap(({ words }) => words.map(({ text }) => text)),
  };
  const listening = detectListening(sources, start.command, buildOutput, findings);
  const port = detectPort(start, framework, listening, props.port, findings);
  const npmVariables = findNpmVariables(files);
  const found = reachable(start.command, listening, findings);
  const startCommand = props.startCommand ?? (found && withNpmVariables(found, npmVariables));
  decideNpmVariables(npmVariables, startCommand, findings);
  warnOfGit(packages, { build: buildScript, start: startCommand?.script }, findings);

  const started = entry === undefined ? undefined : fromInstall(location, entry);
  const install = detectInstallScripts({ ...at, entry: started }, packageManager, configuration.ignoresScripts, props.installScripts, findings);
  const prisma = detectPrisma(files, manifest, packages, packageManager, buildScript, install.scripts, findings);
  const readByScripts = [...install.files, ...prisma.files.map(path => fromInstall(location, path))];
  const ownFiles = [...lockfilesRead, ...configuration.files, ...readByScripts];
  const isMember = (path: string) => monorepo?.located.members.at(path) !== undefined;
  const local = localDependencyFiles(at.files, at.packages, packageManager, '', isMember);
  if (monorepo && location.startScript !== undefined) warnOfUnbuilt(monorepo.located, monorepo.closure, findings);
  const shared = monorepo && readWorkspace({
    ...monorepo,
    packages: at.packages,
    manager: packageManager,
    entry: started,
    ignoresScripts: configuration.ignoresScripts,
    rootFiles: props.rootFiles ?? [],
    installFiles: [...ownFiles, ...local, ...props.manifestFiles ?? []],
  }, findings);
  const builtNested = nestedInBuild(packages, buildScript).map(path => fromInstall(location, path));
  const nestedPackages = sortedUnique(props.nestedPackages ?? [...install.nested, ...shared?.nested ?? [], ...builtNested]);
  findings.decide('nestedPackages', listed(nestedPackages), props.nestedPackages ? 'props: nestedPackages' : files.manifestSource('scripts'), 'the packages that an install script or the build installs');
  const productionPackages = sortedUnique(install.nestedInProduction
    .filter(directory => hasProductionDependencies(withInstalledPeers(at.packages.at(directory)!, peers))));
  findings.decide('productionPackages', listed(productionPackages), files.manifestSource('scripts'), 'those that a production install brings dependencies of');
  const manifestFiles = detectManifestFiles(at.files, {
    'the lockfile': lockfilesRead,
    'configuration of the package manager': configuration.files,
    'what install scripts read': readByScripts,
    'dependencies that are in the project': local,
    'the packages of the monorepo': shared?.manifestFiles ?? members.map(({ directory }) => `${directory}/package.json`),
  }, props.manifestFiles ?? [], findings);
  const linked = sortedUnique([...linkedDirectories(at.files, at.packages, packageManager, '', isMember), ...shared?.linked ?? []]);
  findings.decide('rootMembers', listed(members.map(({ directory }) => directory)), files.manifestSource('workspaces'), members.length > 0 ? 'the packages of which it is the root' : 'it is no root of a monorepo');
  findings.decide('linkedDirectories', listed(linked), files.manifestSource('dependencies'), 'the directories that production dependencies link to');
  warnOfPackageImports(location, {
    sources,
    command: startCommand,
    buildOutput,
    buildPrograms: buildScript === undefined ? [] : walkNamedScript(packages, '', buildScript).map(programOf),
    rootFiles: props.rootFiles ?? [],
    linked,
    members,
    lockfile: reading,
  }, findings);
  const siblings = monorepo?.closure.members ?? members;
  const injectedPackages = [...packageManager._definition.injected?.(at.files, siblings.map(({ directory }) => directory), reading?.copied) ?? []];
  findings.decide('injectedPackages', listed(injectedPackages), lockfile ?? files.manifestSource('dependenciesMeta'), injectedPackages.length > 0 ? 'dependencies are copies of them, which are renewed after they are built' : 'every dependency on a package of the monorepo is a link');
  // A package of the monorepo is read itself, whether it is linked or copied.
  const isCopy = (name: string) => siblings.some(member => member.name === name && injectedPackages.includes(member.directory));
  const ofOthers = reading && { ...reading, packages: reading.packages?.filter(({ name }) => !isCopy(name)) };
  const nativeContext = { files: at.files, manifest: at.manifest, lockfile, reading: ofOthers, configuration };
  const nativeModules = detectNativeModules(nativeContext, props.nativeModules, findings);
  warnOfDependencies({ ...nativeContext, manifest }, findings);
  const installation = detectInstallation({
    files: at.files,
    manifest: at.manifest,
    manager: packageManager,
    configuration,
    lockfile,
    packages: reading?.packages,
    ofMembers: members.length > 0 || (shared?.installScripts.length ?? 0) > 0
      || props.installScripts?.some(({ packagePath }) => packagePath !== undefined) === true,
  }, findings);
  const writes = install.scripts.some(({ needs }) => needs === InstallScriptNeeds.SOURCES);
  const packageDirectories = ['', ...shared?.workspace.packages.map(({ path }) => path) ?? []];
  const buildOnlyFiles = detectBuildOnlyFiles(at.files, [...packageDirectories, ...nestedPackages], findings);
  const use = new ApplicationUse(at.files, packageDirectories.map(directory => ({
    directory, entry: started, scripts: scriptsOfImage(at.packages.at(directory)?.scripts ?? {}),
  })));
  const infrastructure = detectInfrastructure(at.files, packageDirectories, use, findings);
  warnOfInfrastructure(productionDependencies, findings);
  const rootEntries = detectRootEntries(files, props.rootEntries, findings, writes ? writtenByInstall(files, entry) : [])
    .filter(({ name }) => !infrastructure.includes(fromInstall(location, name)));

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
    buildCommands,
    buildOutput,
    framework: framework?.framework.name,
    ...frameworkFiles,
    startCommand,
    manifestFiles,
    generatedModules: [...prisma.generatedModules],
    nestedPackages,
    runtimes,
    productionPackages,
    linkedDirectories: linked,
    rootMembers: members.map(({ directory }) => directory),
    injectedPackages,
    installScripts: [...install.scripts, ...shared?.installScripts ?? []],
    installVariables,
    installation,
    nativeModules,
    rootEntries,
    buildOnlyFiles,
    infrastructure,
    allow: { ...props.allow },
    workspace: shared?.workspace,
    port,
    facts: findings.facts,
    warnings: findings.warnings,
    testFlaws: source => testFlaws(files, packages, source),
    programsOf: script => outsidePrograms(packages, script),
    resolveScript: name => {
      if (!hasScript(scriptContext, name)) return undefined;
      const { command } = withFramework(scriptContext, framework, name, resolveScript(scriptContext, name));
      return command && withNpmVariables(command, npmVariables);
    },
    kindOf: path => files.onDisk ? files.kind(path) ?? 'none' : undefined,
  };
}

function hasProductionDependencies({ dependencies, optionalDependencies }: Manifest): boolean {
  return Object.keys(dependencies).length + Object.keys(optionalDependencies).length > 0;
}

function describePackage(files: ProjectFiles, manifest: Manifest, findings: Findings) {
  findings.decide('packageName', manifest.name ?? '', files.manifestSource('name'), manifest.name === undefined ? 'the package has no name' : 'the name of the package');
  findings.decide('packageVersion', manifest.version ?? '', files.manifestSource('version'), manifest.version === undefined ? 'the package has no version' : 'the version of the package');
  findings.decide('scripts', listed(Object.keys(manifest.scripts)), files.manifestSource('scripts'), 'the scripts of the package');
  if (manifest.hasWorkspaces || rootMembers(files).length > 0) {
    const started = startableMembers(files);
    findings.warn('workspaces', `this is the root of a monorepo, and the image is one of the root with all of its packages. For the image of one of them, change the prop directory to it${started.length > 0 ? `: ${listed(started, 10)}` : ''}`);
  }
}
