import { From, Instruction, Mount, Stage } from '../dockerfile/index';
import { InstallScripts, NodejsVersion, PackageManager, packageManagerOf } from '../project/index';
import { BaseImage } from './base-image';
import { BuildSecret } from './build-secret';
import { Bundling } from './bundling';
import { Gate } from './gate';
import { HealthCheck } from './health-check';
import { ImageError } from './image-error';
import { ModulePruning } from './module-pruning';
import { Service } from './service';
import { StageCustomization } from './stage-customization';
import { StartGate } from './start-gate';
import { StartScript } from './start-script';
import { TestReport } from './test-report';
import { ToolCaches } from './tool-caches';

/** Options of an image as JSON has them. */
export type DocumentValue = null | boolean | number | string | readonly DocumentValue[] | { readonly [name: string]: DocumentValue };

/** The name of the class of what was an instance of one. */
const CLASS = '$class';
/** In place of what a list holds as undefined. */
const UNDEFINED = { $undefined: true };
/** In place of an object that has a name like these: its names and values. */
const PAIRS = '$pairs';

type Fields = Record<string, unknown>;

/** How instances of a class are written and made again. */
interface Written {
  readonly type: { readonly prototype: object };
  /** The fields that say what it is. */
  write(instance: any): Fields;
  /** An instance with these fields. */
  read(fields: any): object;
}

/** A class whose fields are all that there is to it. */
function fieldsOf(type: Written['type'], ...names: string[]): Written {
  return {
    type,
    write: instance => Object.fromEntries(Object.entries(instance).filter(([name]) => names.length === 0 || names.includes(name))),
    read: fields => Object.assign(Object.create(type.prototype), fields),
  };
}

/** Every class of which options hold instances. */
const CLASSES: { readonly [name: string]: Written } = {
  NodejsVersion: { type: NodejsVersion, write: ({ version }) => ({ version }), read: ({ version }) => NodejsVersion.of(version) },
  PackageManager: {
    type: PackageManager,
    write: ({ _definition: { name, versions }, pinnedVersion }) => ({ name, versions, pinnedVersion }),
    read: ({ name, versions, pinnedVersion }) => packageManagerOf(name, versions, pinnedVersion),
  },
  InstallScripts: fieldsOf(InstallScripts),
  BaseImage: fieldsOf(BaseImage),
  Gate: fieldsOf(Gate),
  TestReport: fieldsOf(TestReport),
  // where a secret comes from is for whoever builds
  BuildSecret: fieldsOf(BuildSecret, 'id', 'variable', 'target', 'steps'),
  Service: fieldsOf(Service),
  HealthCheck: fieldsOf(HealthCheck),
  StartGate: fieldsOf(StartGate),
  ModulePruning: fieldsOf(ModulePruning),
  Bundling: fieldsOf(Bundling),
  ToolCaches: fieldsOf(ToolCaches),
  StartScript: fieldsOf(StartScript),
  StageCustomization: fieldsOf(StageCustomization),
  Stage: fieldsOf(Stage),
  Instruction: fieldsOf(Instruction),
  Mount: fieldsOf(Mount),
  From: fieldsOf(From),
};

/**
 * Options of an image as JSON, from which `fromDocument` makes options that give the same Dockerfile.
 *
 * @param path The name of the prop, for the message.
 * @throws if there is something in them of which JSON cannot be made
 */
export function toDocument(value: unknown, path = ''): DocumentValue {
  if (value === null || typeof value === 'string' || typeof value === 'boolean' || (typeof value === 'number' && Number.isFinite(value))) {
    return value;
  }
  if (Array.isArray(value)) {
    return Array.from(value, (item, index) => item === undefined ? UNDEFINED : toDocument(item, `${path}[${index}]`));
  }
  if (typeof value !== 'object') {
    throw refusal(value, path);
  }
  const known = Object.entries(CLASSES).find(([, { type }]) => Object.prototype.isPrototypeOf.call(type.prototype, value));
  if (known) {
    return { [CLASS]: known[0], ...written(known[1].write(value), path) };
  }
  if (![Object.prototype, null].includes(Object.getPrototypeOf(value))) {
    throw refusal(value, path);
  }
  const plain = written(value as Fields, path);
  return Object.keys(plain).some(name => name.startsWith('$')) ? { [PAIRS]: Object.entries(plain) } : plain;
}

/** Value that `toDocument` was given, with `BuildSecret`s that know nothing of where they come from. */
export function fromDocument(document: DocumentValue): unknown {
  if (typeof document !== 'object' || document === null) {
    return document;
  }
  if (isList(document)) {
    return document.map(item => isUndefined(item) ? undefined : fromDocument(item));
  }
  if (PAIRS in document) {
    return Object.fromEntries((document[PAIRS] as [string, DocumentValue][]).map(([name, value]) => [name, fromDocument(value)]));
  }
  const values = Object.fromEntries(Object.entries(document).filter(([name]) => name !== CLASS).map(([name, value]) => [name, fromDocument(value)]));
  return CLASS in document ? CLASSES[document[CLASS] as string].read(values) : values;
}

/** Values without those that are not given. */
function written(values: Fields, path: string): { [name: string]: DocumentValue } {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)
    .map(([name, value]) => [name, toDocument(value, path === '' ? name : `${path}.${name}`)]));
}

function isList(document: DocumentValue): document is readonly DocumentValue[] {
  return Array.isArray(document);
}

function isUndefined(document: DocumentValue): boolean {
  return typeof document === 'object' && document !== null && '$undefined' in document;
}

function refusal(value: unknown, path: string): ImageError {
  const kind = typeof value === 'object' ? `an instance of ${(value as object).constructor?.name || 'a class without a name'}` : typeof value === 'number' ? String(value) : `a ${typeof value}`;
  return new ImageError(`the prop "${path}" must be made of text, numbers, lists and the classes of this library, so that the image can be planned in another place, received ${kind}`);
}
