import { ProjectFiles } from '../../lib/project/files/project-files';
import { PackageManagerDefinition } from '../../lib/project/package-managers/definition/definition';
import { LOCKFILE_SECRETS } from '../../lib/project/secrets/hard-coded/refuse-hard-coded';
import { YAML_SECRETS } from '../../lib/project/secrets/hard-coded/settings';

/** The dependencies that a lockfile of it has, a line each: `name version`. */
const locked = (text: string) => text.split('\n').filter(line => line !== '').map(line => line.split(' '));

const configuration = (files: ProjectFiles) => ['depot.json'].filter(path => files.kind(path) === 'file');

/**
 * A package manager that there is not: all that the library knows of it is in this object.
 */
export const DEPOT: PackageManagerDefinition = {
  name: 'depot',
  title: 'Depot',
  commandLine: {
    programs: ['depot', 'depotx'],
    directoryOptions: ['--at'],
    valueOptions: ['--mirror'],
    install: ['fetch'],
    adds: ['take'],
    rebuild: ['forge'],
    upkeep: ['sweep'],
    run: ['do'],
    shorthands: { go: 'serve' },
    bareScripts: false,
    bins: { bare: false, run: false },
    runners: [{ program: 'depotx', runs: 'package' }, { program: 'depot', commands: ['with'], runs: 'program' }],
    members: { packageOptions: ['--in'], run: ['do'] },
  },
  versions: '*',
  versionsOfEngines: '>=1',
  knownVersions: [{ version: '2.1.0', node: '>=18' }],
  traces: { programs: ['depot', 'depotx'], lockfiles: ['depot.lock'], settings: ['depot.yaml'], remembered: [] },
  lockfileNames: ['depot.lock'],
  ownsLockfile: () => true,
  lockfileSecrets: () => LOCKFILE_SECRETS,
  settingsFiles: [{ names: ['depot.yaml'], secrets: YAML_SECRETS, runsCode: ['hooks'] }],
  ownFile: 'depot.json',
  workspaceFile: { file: 'depot.json', field: 'shelves', read: files => JSON.parse(files.text('depot.json') ?? '{}').shelves },
  cacheMount: { id: 'nodejs-image-depot', target: '/root/.depot', locked: false },
  installLifecycle: ['postinstall'],
  productionLifecycle: [],
  memberLifecycle: [],
  linkingProtocols: [],
  headersVariable: 'depot_nodedir',
  environment: { DEPOT_QUIET: '1' },
  productionTree: ['node_modules/'],
  provision: (version = '2.1.0') => ['npm', 'install', '--global', `depot@${version}`],
  install: () => ['depot', 'fetch', '--locked'],
  installProduction: () => ['depot', 'fetch', '--locked', '--lean'],
  apart: ({ production, own }) => ({
    before: [],
    install: { argv: ['depot', 'fetch', '--locked', '--still', ...production ? ['--lean'] : []] },
    after: own.map(name => ({ argv: ['depot', 'do', name] })),
  }),
  run: script => ['depot', 'do', script],
  runIn: (path, script) => ['depot', `--at=${path}`, 'do', script],
  readLockfile: text => ({
    format: 'depot 1',
    packages: locked(text).map(([name, version]) => ({ name, version, dependencies: [], installScript: false, source: false })),
    missing: ({ dependencies }) => Object.keys(dependencies).filter(name => !locked(text).some(([own]) => own === name)),
  }),
  readConfiguration: files => ({ files: configuration(files), variables: [], ignoresScripts: false }),
};
