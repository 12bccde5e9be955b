import { warnOfGit } from './build/warn-of-git';
import { warnOfPackageImports } from './imports/imports-of-package';
import { warnOfInfrastructure } from './infrastructure/detect-infrastructure';
import { warnOfMissingPeers } from './manifest/installed-peers';
import { refuseTokensIn } from './manifest/refuse-tokens-in';
import { listed } from './model/findings';
import { warnOfDependencies } from './native/warn-of-dependencies';
import { ProjectReader } from './project-reader';
import { programOf } from './scripts/invocation';
import { walkNamedScript } from './scripts/walk-script';
import { warnOfDebugger } from './start/debugger';
import { rootMembers, startableMembers } from './workspace/root-members';
import { warnOfUnbuilt } from './workspace/warn-of-unbuilt';

/**
 * Checks beside the facts, by name: each warns, or refuses the project.
 */
export const CHECKS = {
  description({ files, declaredManifest: { name, version, scripts, hasWorkspaces }, findings }) {
    findings.decide('packageName', name ?? '', files.manifestSource('name'), name === undefined ? 'the package has no name' : 'the name of the package');
    findings.decide('packageVersion', version ?? '', files.manifestSource('version'), version === undefined ? 'the package has no version' : 'the version of the package');
    findings.decide('scripts', listed(Object.keys(scripts)), files.manifestSource('scripts'), 'the scripts of the package');
    if (!hasWorkspaces && rootMembers(files).length === 0) return;
    const started = startableMembers(files);
    findings.warn('workspaces', `this is the root of a monorepo, and the image is one of the root with all of its packages. For the image of one of them, change the prop directory to it${started.length > 0 ? `: ${listed(started, 10)}` : ''}`);
  },
  tokens({ root, props, manifest, rootManifest, monorepo }) {
    refuseTokensIn(root, props, [manifest, rootManifest, ...monorepo?.closure.members ?? []].map(({ directory }) => directory));
  },
  missingPeers({ manifest, rootManifest, monorepo, packageManager, peers, findings }) {
    const production = monorepo?.closure.members.filter(({ directory }) => monorepo.closure.production.has(directory)) ?? [];
    warnOfMissingPeers([manifest, rootManifest, ...production], packageManager._definition.title, peers, findings);
  },
  gitCalls({ packages, buildScript, startCommand, findings }) {
    warnOfGit(packages, { build: buildScript, start: startCommand?.script }, findings);
  },
  debugger({ startCommand, findings }) {
    warnOfDebugger(startCommand, findings);
  },
  unbuilt({ monorepo, startScript, findings }) {
    if (monorepo && startScript !== undefined) warnOfUnbuilt(monorepo.located, monorepo.closure, findings);
  },
  imports(reader) {
    const { buildScript, packages } = reader;
    warnOfPackageImports(reader.location, {
      sources: reader.sources,
      command: reader.startCommand,
      buildOutput: reader.buildOutput,
      buildPrograms: buildScript === undefined ? [] : walkNamedScript(packages, '', buildScript).map(programOf),
      rootFiles: reader.props.rootFiles ?? [],
      linked: reader.linkedDirectories,
      members: reader.members,
      lockfile: reader.lockfiles.reading,
    }, reader.findings);
  },
  dependencies({ nativeContext, manifest, findings }) {
    warnOfDependencies({ ...nativeContext, manifest }, findings);
  },
  deployedByItself({ productionDependencies, findings }) {
    warnOfInfrastructure(productionDependencies, findings);
  },
} satisfies { readonly [name: string]: (reader: ProjectReader) => void };
