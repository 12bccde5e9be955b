import { From, Instruction, Mount, Stage } from '../dockerfile/index';
import { BaseImage, BuildSecret, Bundling, Gate, HealthCheck, ModulePruning, Service, ServiceProbe, StageCustomization, StartGate, StartScript, TestReport } from '../image/index';
import { InstallScripts, NodejsVersion, PackageManager } from '../project/index';

/** Classes whose instances are what their properties say, and nothing beside: none reaches the disk, AWS or a construct. */
const VALUE_CLASSES: readonly (readonly [string, { readonly prototype: object }])[] = Object.entries({
  BaseImage, BuildSecret, Bundling, From, Gate, HealthCheck, InstallScripts, Instruction, ModulePruning, Mount, NodejsVersion, PackageManager,
  Service, ServiceProbe, Stage, StageCustomization, StartGate, StartScript, TestReport,
});
const NAMES = new Map<unknown, string>(VALUE_CLASSES.map(([name, { prototype }]) => [prototype, name]));

/** Tables of functions that never change, by the names of the package managers that they are. */
const TABLES = new Map<unknown, string>(Object.entries(PackageManager).flatMap(([name, manager]: [string, unknown]) =>
  manager instanceof PackageManager ? [[manager._definition, name] as const] : []));

/** Values that nest deeper are taken for endless. */
const DEEPEST = 24;

/**
 * Text that two values share only if their contents are the same; undefined where that cannot be told, as of functions, of constructs
 * and of classes that are not known. It is of the moment: who changes a value changes its key.
 */
export function contentKey(value: unknown): string | undefined {
  try {
    return keyOf(value, 0);
  } catch (error) {
    if (error instanceof Unknowable) return undefined;
    throw error;
  }
}

class Unknowable extends Error {}

function keyOf(value: unknown, depth: number): string {
  if (typeof value === 'string') return JSON.stringify(value);
  if (typeof value === 'number') return Object.is(value, -0) ? '-0' : String(value);
  if (typeof value === 'boolean' || value === undefined || value === null) return String(value);
  const table = TABLES.get(value);
  if (table !== undefined) return `table ${table}`;
  if (typeof value !== 'object' || depth > DEEPEST) throw new Unknowable();
  const entries = Reflect.ownKeys(value).filter(name => name !== 'length' || !Array.isArray(value)).map((name): [string, unknown] => {
    const property = Object.getOwnPropertyDescriptor(value, name);
    if (typeof name !== 'string' || property === undefined || !('value' in property)) throw new Unknowable();
    return [name, property.value];
  });
  // the order of what is named is part of what is written
  const text = entries.map(([name, item]) => `${JSON.stringify(name)}:${keyOf(item, depth + 1)}`).join();
  return `${kindOf(value)}{${text}}`;
}

function kindOf(value: object): string {
  const prototype: unknown = Object.getPrototypeOf(value);
  if (Array.isArray(value) && prototype === Array.prototype) return `list ${value.length}`;
  if (prototype === Object.prototype || prototype === null) return '';
  const name = NAMES.get(prototype);
  if (name === undefined) throw new Unknowable();
  return name;
}
