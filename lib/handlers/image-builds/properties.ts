import { sha256 } from './event';
import { ImageBuildsError } from './image-builds-error';

/** One build to run. */
export interface BuildProperties {
  /** The name of the CodeBuild project. */
  readonly project: string;
  /** Name of the build in messages. */
  readonly name: string;
  /** `bucket/key` of the source. */
  readonly source?: string;
  /** Variables of the build. */
  readonly environment: Record<string, string>;
}

/** Properties of the resource, read and checked. */
export interface ImageProperties {
  /** The tag by which the content is known. */
  readonly contentTag: string;
  /** The build arguments, sorted by name. */
  readonly buildArgs?: Record<string, string>;
  /** The builds of a stage run side by side, the stages one after another. */
  readonly stages: BuildProperties[][];
}

/** Variables that the handlers set. */
export const HANDLER_VARIABLES = ['CONTENT_TAG', 'REQUEST_ID', 'RESOURCE_ID', 'BUILD_KEY', 'BUILD_ARGS'];

/** Reads the properties of the resource, in which every leaf is a string. */
export function parseProperties(properties: Record<string, unknown>): ImageProperties {
  const contentTag = text(properties.ContentTag, 'ContentTag');
  if (!/^[0-9a-f]{32}$/.test(contentTag)) {
    throw new ImageBuildsError(`ContentTag must be 32 hexadecimal digits, received ${JSON.stringify(contentTag)}`);
  }
  const { DeriveTag: deriveTag } = properties;
  if (deriveTag !== undefined && deriveTag !== 'true') {
    throw new ImageBuildsError(`DeriveTag must be "true" or not be there, received ${JSON.stringify(deriveTag)}`);
  }
  const buildArgs = properties.BuildArgs === undefined ? undefined : sorted(texts(properties.BuildArgs, 'BuildArgs'));
  return {
    contentTag: deriveTag ? derivedTag(contentTag, buildArgs ?? {}) : contentTag,
    buildArgs,
    stages: list(properties.Stages, 'Stages').map(readStage),
  };
}

/** The names of all projects that properties mention; takes properties that cannot be read too. */
export function projectsOf(properties: Record<string, unknown> | undefined): string[] {
  const stages: any = properties?.Stages;
  const builds = Array.isArray(stages) ? stages.flatMap(stage => Array.isArray(stage?.Builds) ? stage.Builds : []) : [];
  const projects = builds.map((build: any) => build?.Project).filter((project: unknown) => typeof project === 'string' && project !== '');
  return [...new Set<string>(projects)];
}

/** The tag of content that depends on build arguments which are known only while deploying. */
function derivedTag(contentTag: string, buildArgs: Record<string, string>): string {
  return sha256(`${contentTag}\n${JSON.stringify(Object.entries(buildArgs))}`).slice(0, 32);
}

function readStage(stage: unknown, index: number): BuildProperties[] {
  const path = `Stages[${index}]`;
  return list(record(stage, path).Builds, `${path}.Builds`).map((build, number) => readBuild(build, `${path}.Builds[${number}]`));
}

function readBuild(build: unknown, path: string): BuildProperties {
  const { Project, Name, Source, Environment } = record(build, path);
  const environment = Environment === undefined ? {} : texts(Environment, `${path}.Environment`);
  const taken = HANDLER_VARIABLES.filter(variable => variable in environment);
  if (taken.length) {
    throw new ImageBuildsError(`${path}.Environment must not hold ${taken.join(', ')}: the handler sets it`);
  }
  return {
    project: text(Project, `${path}.Project`),
    name: text(Name, `${path}.Name`),
    source: Source === undefined ? undefined : text(Source, `${path}.Source`),
    environment,
  };
}

/** Sorted by the code units of the names, as everybody sorts who derives a tag. */
function sorted(values: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(values).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function list(value: unknown, path: string): unknown[] {
  if (!Array.isArray(value) || value.length === 0) {
    throw new ImageBuildsError(`${path} must be a list with at least one item, received ${kindOf(value)}`);
  }
  return value;
}

function record(value: unknown, path: string): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new ImageBuildsError(`${path} must be an object, received ${kindOf(value)}`);
  }
  return value as Record<string, unknown>;
}

function texts(value: unknown, path: string): Record<string, string> {
  for (const [name, item] of Object.entries(record(value, path))) {
    if (typeof item !== 'string') {
      throw new ImageBuildsError(`${path}.${name} must be a string, received ${kindOf(item)}`);
    }
  }
  return value as Record<string, string>;
}

function text(value: unknown, path: string): string {
  if (typeof value !== 'string' || value === '') {
    throw new ImageBuildsError(`${path} must be a string that is not empty, received ${kindOf(value)}`);
  }
  return value;
}

/** Kind of a value, without the value: it may be a secret. */
function kindOf(value: unknown): string {
  if (value === undefined) { return 'nothing'; }
  if (value === '') { return '""'; }
  if (Array.isArray(value)) { return value.length ? 'a list' : '[]'; }
  return value === null ? 'null' : `a value of type ${typeof value}`;
}
