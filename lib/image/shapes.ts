import { scriptNamed } from '../project/index';
import { INSTALL_SCRIPTS, NODEJS_VERSION, PACKAGE_MANAGER } from '../project/shapes';
import { BOOLEAN, instanceOf, listOf, mapOf, NUMBER, required, shape, TEXT, WORDS } from '../props/index';
import { BaseImage } from './base-image';
import { BuildSecret } from './build-secret';
import { Bundling } from './bundling';
import { Gate } from './gate';
import { HealthCheck } from './health-check';
import { ModulePruning } from './module-pruning';
import { NodejsDockerfileOptions, NodejsImageOptions } from './nodejs-image-options';
import { StageCustomization } from './stage-customization';
import { StartGate } from './start-gate';
import { StartScript } from './start-script';
import { ToolCaches } from './tool-caches';

const textOf = (value: unknown) => typeof value === 'string' ? value : '';
const quoted = (value: unknown) => JSON.stringify(value);

/** The choices of base images, by a word that references of such images have. */
const BASE_IMAGES: readonly (readonly [RegExp, string])[] = [
  [/alpine/, 'BaseImage.alpine()'],
  [/distroless/, 'BaseImage.distroless()'],
  [/^(node(:|$)|debian|slim)/, 'BaseImage.debianSlim()'],
];

const BASE_IMAGE = instanceOf('BaseImage', () => BaseImage, {
  example: 'BaseImage.debianSlim()',
  instead: value => BASE_IMAGES.find(([word]) => word.test(textOf(value)))?.[1]
    ?? (textOf(value) === '' ? undefined : `BaseImage.custom({ buildImage: ${quoted(value)}, runtimeImage: ${quoted(value)} })`),
});

const GATE = instanceOf('Gate', () => Gate, {
  example: 'Gate.script("test")',
  instead: value => {
    if (Array.isArray(value)) return `Gate.command(${quoted(value)})`;
    const text = textOf(value);
    if (text === '') return undefined;
    const script = scriptNamed(text);
    return /^[\w:.-]+$/.test(script) ? `Gate.script(${quoted(script)})` : `Gate.command(${WORDS.instead(text)})`;
  },
});

const HEALTH_CHECK = instanceOf('HealthCheck', () => HealthCheck, {
  example: 'HealthCheck.tcp()',
  instead: value => {
    if (value === false) return 'HealthCheck.none()';
    if (Array.isArray(value)) return `HealthCheck.command(${quoted(value)})`;
    return textOf(value) === '' ? undefined : `HealthCheck.http(${quoted(textOf(value).replace(/^(?:https?:\/\/[^/]*)?\/*/, '/'))})`;
  },
});

const START_SCRIPT = instanceOf('StartScript', () => StartScript, {
  example: 'StartScript.named("start")',
  instead: value => textOf(value) === '' ? undefined : `StartScript.named(${quoted(value)})`,
});

const START_GATE = instanceOf('StartGate', () => StartGate, {
  example: 'StartGate.required()',
  instead: value => {
    if (value === false) return 'StartGate.none()';
    return value === true ? 'StartGate.required()' : undefined;
  },
});

const MODULE_PRUNING = instanceOf('ModulePruning', () => ModulePruning, {
  example: 'ModulePruning.standard({ keep: ["swagger-ui-dist/**"] })',
  instead: value => {
    if (value === false) return 'ModulePruning.none()';
    return value === true ? 'ModulePruning.standard()' : undefined;
  },
});

const TOOL_CACHES = instanceOf('ToolCaches', () => ToolCaches, {
  example: 'ToolCaches.standard()',
  instead: value => {
    if (value === false) return 'ToolCaches.none()';
    if (Array.isArray(value)) return `ToolCaches.standard({ directories: ${quoted(value)} })`;
    return value === true ? 'ToolCaches.standard()' : undefined;
  },
});

const BUNDLING = instanceOf('Bundling', () => Bundling, {
  example: 'Bundling.esbuild()',
  instead: value => {
    if (value === false) return 'Bundling.none()';
    return value === true || textOf(value) === 'esbuild' ? 'Bundling.esbuild()' : undefined;
  },
});

const BUILD_SECRET = instanceOf('BuildSecret', () => BuildSecret, {
  example: 'BuildSecret.environment("NPM_TOKEN"), with the name of a variable and never its value',
  instead: value => /^[A-Z_][A-Z0-9_]*$/.test(textOf(value)) ? `BuildSecret.environment(${quoted(value)})` : undefined,
  secret: true,
});

const STAGE_CUSTOMIZATION = instanceOf('StageCustomization', () => StageCustomization, {
  example: 'StageCustomization.append("release", Instruction.env({ NAME: "value" }))',
});

export const NODEJS_DOCKERFILE_OPTIONS = shape<NodejsDockerfileOptions>('NodejsDockerfileOptions', {
  nodeVersion: NODEJS_VERSION,
  packageManager: PACKAGE_MANAGER,
  baseImage: BASE_IMAGE,
  gates: listOf(GATE),
  installScripts: INSTALL_SCRIPTS,
  buildScript: TEXT,
  buildNetwork: BOOLEAN,
  toolCaches: TOOL_CACHES,
  buildEnvironment: mapOf(TEXT),
  buildArgs: mapOf(TEXT),
  buildSecrets: listOf(BUILD_SECRET),
  releaseFiles: listOf(TEXT),
  includeFiles: listOf(TEXT),
  modulePruning: MODULE_PRUNING,
  bundling: BUNDLING,
  writableDirectories: listOf(TEXT),
  command: WORDS,
  startScript: START_SCRIPT,
  entrypoint: WORDS,
  init: BOOLEAN,
  port: NUMBER,
  environment: mapOf(TEXT),
  user: TEXT,
  healthCheck: HEALTH_CHECK,
  labels: mapOf(TEXT),
  customize: listOf(STAGE_CUSTOMIZATION),
  allow: mapOf(TEXT),
  startGate: START_GATE,
});

export const NODEJS_IMAGE_OPTIONS = shape<NodejsImageOptions>('NodejsImageOptions', {
  ...NODEJS_DOCKERFILE_OPTIONS.kinds,
  directory: required(TEXT),
  projectRoot: TEXT,
  rootFiles: listOf(TEXT),
});
