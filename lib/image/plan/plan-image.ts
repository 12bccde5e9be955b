import { NativeModules, NodejsProject } from '../../project/index';
import { BaseImage } from '../base-image';
import { BuildSecret } from '../build-secret';
import { HealthCheck } from '../health-check';
import { ImageError } from '../image-error';
import { ModulePruning } from '../module-pruning';
import { NodejsDockerfileOptions } from '../nodejs-image-options';
import { inPackage, relativePath } from '../paths';
import { startedWords } from '../stages/start-gate';
import { warnOfBuildPrograms } from './build-programs';
import { planBundling } from './bundling';
import { planCalledPrograms } from './called-programs';
import { contradictions } from './contradictions';
import { planGates } from './gates';
import { ImagePlan } from './image-plan';
import { planPrograms } from './programs';
import { refuseSecrets } from './refuse-secrets';
import { planReleaseFiles } from './release-files';
import { planServices } from './services';
import { planStart, warnOfPrograms } from './start';
import { planStartGate } from './start-gate';
import { warnOfShell, withShell } from './start-shell';
import { planToolCaches } from './tool-caches';
import { warnOfDockerfile, warnOfPackages } from './warn-of-dockerfile';
import { warnOfFonts } from './warn-of-fonts';
import { warnOfPort } from './warn-of-port';
import { warnOfWritten } from './warn-of-written';

const NUMERIC_USER = /^[0-9]+(:[0-9]+)?$/;
const SECRET_NAME = /token|secret|passw|credential|private.?key/i;

/** The variables that tell the application a port that is given: those that it reads, and PORT. */
function portNames({ _portVariables: names }: NodejsProject): string[] {
  return [...new Set([...names, 'PORT'])];
}

/** Decides everything an image needs from the project and the options. Pure. */
export function planImage(project: NodejsProject, options: NodejsDockerfileOptions): ImagePlan {
  refuseSecrets(options);
  const warnings = [...project.warnings, ...missingSecrets(project, options.buildSecrets ?? [])];
  const baseImage = options.baseImage ?? BaseImage.debianSlim();
  const base = { name: baseImage.name, ...baseImage._resolve(project.nodeVersion, project.nativeModules !== NativeModules.NONE) };
  warnings.push(...baseImage._warnings(project.nodeVersion));
  const start = withShell(project, planStart(project, options, base.shell), base.name, options);
  warnOfShell(project, start, base.name, warnings);
  warnOfPrograms(start, base.name, project.nodeVersion.line, options, warnings);
  warnings.push(...contradictions(project, options, start));
  const port = options.port ?? project.port;
  const health = options.healthCheck ?? (port === undefined ? HealthCheck.none() : HealthCheck.tcp());
  const gates = planGates(project, options, start, warnings);
  warnOfBuildPrograms(project, base.name, options, gates, warnings);
  const searchPath = planCalledPrograms(project, { base, options, warnings });
  warnOfFonts(project, base.name, options, warnings);
  warnOfWritten(project, start, options, warnings);
  const init = options.init ?? true;
  const environment: Record<string, string> = {
    NODE_ENV: 'production',
    ...(searchPath ?? base.path) === undefined ? {} : { PATH: (searchPath ?? base.path)! },
    ...start.environment,
    ...options.port === undefined ? {} : Object.fromEntries(portNames(project).map(name => [name, String(options.port)])),
    ...options.environment,
  };
  warnOfPackages(project, options, warnings);
  warnOfDockerfile(project, environment, port, warnings);
  warnOfPort(start, environment, warnings);
  warnings.push(...preloadedChecks(health, environment, base.shell));
  const startGate = planStartGate(options.startGate, { gates, argv: startedWords({ init, start }), health });
  return {
    project,
    base,
    programs: planPrograms(project.nodeVersion, base, baseImage.name, start.servesFiles === true),
    gates,
    startGate,
    services: planServices([
      ...gates.map(({ gate }) => ({ title: `gate "${gate.name}"`, services: gate.services })),
      ...startGate ? [{ title: 'startGate', services: startGate.startGate.services }] : [],
    ], baseImage),
    build: project.buildScript === undefined ? undefined : {
      ...Object.hasOwn(project.scripts, project.buildScript) ? { script: project.buildScript } : {},
      commands: project.buildCommands,
    },
    buildNetwork: options.buildNetwork ?? true,
    buildEnvironment: { ...project.buildEnvironment, ...options.buildEnvironment },
    buildArgs: buildArguments(options.buildArgs ?? {}),
    secrets: secrets(options.buildSecrets ?? []),
    start,
    init,
    port,
    environment,
    user: user(options.user ?? base.user),
    healthCheck: health._argv(port, project.nodeVersion.line, environment.NODE_OPTIONS !== undefined && base.shell,
      options.port === undefined ? project._portVariables : portNames(project)),
    healthTiming: health._timing,
    labels: labels(project, options.labels ?? {}),
    releaseFiles: planReleaseFiles(project, options, start),
    needsProductionDependencies: start.developmentDependencies
      || (project.productionDependencies.length > 0 && (project.needsProductionDependencies || !start.framework)),
    pruning: options.modulePruning ?? ModulePruning.standard(),
    toolCaches: planToolCaches(project, options.toolCaches),
    bundling: planBundling(project, options.bundling, start, warnings),
    writableDirectories: [...new Set([
      ...start.framework ? project.writableDirectories : [],
      ...(options.writableDirectories ?? []).map(path => relativePath('writableDirectories', path)),
    ])].map(path => inPackage(project, path)),
    warnings,
  };
}

/** Flags by which Node.js loads something before what it runs. */
const PRELOADS = /(^|\s)(-r|--require|--import|--loader|--experimental-loader)[\s=]/;

/** A health check is run by Node.js, which loads what the variable says for every check, where no program of the image takes it away. */
function preloadedChecks(health: HealthCheck, { NODE_OPTIONS: flags = '' }: Record<string, string>, shell: boolean): { id: string; message: string }[] {
  const own = health._command === undefined;
  return !own || shell || !PRELOADS.test(flags) ? [] : [{
    id: 'health-check-preloads',
    message: `NODE_OPTIONS is ${JSON.stringify(flags)}, which the health check loads each time it runs, and the base image has no program to run it without; `
      + 'give the flags in "command", as in ["node", "--import", "./instrumentation.mjs", "server.js"], instead',
  }];
}

function user(value: string): string {
  if (!NUMERIC_USER.test(value)) {
    throw new ImageError(`user must be numbers, "uid" or "uid:gid", so that it can be verified not to be root; received ${JSON.stringify(value)}`);
  }
  return value;
}

function buildArguments(values: { [name: string]: string }): string[] {
  const names = Object.keys(values);
  const suspect = names.find(name => SECRET_NAME.test(name));
  if (suspect !== undefined) {
    throw new ImageError(`build argument ${JSON.stringify(suspect)} would be visible in the history of the build; use "buildSecrets"`);
  }
  return names;
}

function secrets(values: BuildSecret[]): BuildSecret[] {
  const ids = values.map(secret => secret.id);
  const twice = ids.find((id, index) => ids.indexOf(id) !== index);
  if (twice !== undefined) {
    throw new ImageError(`buildSecrets holds two secrets named ${JSON.stringify(twice)}; remove one`);
  }
  return values;
}

/** A configuration file of the package manager that reads a variable nobody gives gets no further than the registry. */
function missingSecrets(project: NodejsProject, given: readonly BuildSecret[]): { id: string; message: string }[] {
  return project.installVariables.filter(name => !given.some(secret => secret.variable === name)).map(name => ({
    id: 'missing-build-secret',
    message: `the configuration of ${project.packageManager.name} reads the variable ${name} while installing, which the build does not have; `
      + `give it by buildSecrets: [BuildSecret.environment(${JSON.stringify(name)})]`,
  }));
}

function labels(project: NodejsProject, own: { [name: string]: string }): Record<string, string> {
  return {
    ...project.packageName === undefined ? {} : { 'org.opencontainers.image.title': project.packageName },
    ...project.packageVersion === undefined ? {} : { 'org.opencontainers.image.version': project.packageVersion },
    ...own,
  };
}
