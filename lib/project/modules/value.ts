import type { Node } from '@babel/types';
import { SourceModule } from '../text/javascript/source-module';

export type Primitive = string | number | boolean | null;

/**
 * Value of an expression, as far as sources tell.
 */
export type Value =
  | { readonly kind: 'constant'; readonly value: Primitive | undefined }
  /** Value of a variable of the environment, or something else that is only known when the program runs. */
  | Changeable
  | { readonly kind: 'environment' }
  /** Settings that a package reads from files, or part of them. */
  | { readonly kind: 'settings'; readonly settings: Settings; readonly path: readonly string[] }
  | { readonly kind: 'module'; readonly module: SourceModule }
  /** An object literal, a function, a class or what is made of one. */
  | { readonly kind: 'node'; readonly node: Node; readonly module: SourceModule };

/**
 * A value that may be another one when the program runs.
 */
export interface Changeable {
  readonly kind: 'changeable';
  /** The variables of the environment that change it, the strongest first. */
  readonly variables: readonly string[];
  /** Value it has unless it is changed, where that is known. */
  readonly fallback?: Primitive;
}

/**
 * Settings that a package reads from files.
 */
export interface Settings {
  /** Value of the setting at a path, as far as it is known. */
  at(path: readonly string[]): Value | undefined;
}

/** In place of a variable: `os.hostname()`, which no variable changes. */
export const NAME_OF_MACHINE = 'os.hostname()';

/**
 * Value that holds unless something changes it; undefined if that is not known, or no plain value.
 */
export function plainOf(value: Value | undefined): Primitive | undefined {
  return value?.kind === 'constant' ? value.value : value?.kind === 'changeable' ? value.fallback : undefined;
}

export function constant(value: Primitive | undefined): Value {
  return { kind: 'constant', value };
}
