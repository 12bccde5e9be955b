import type { Node } from '@babel/types';

/**
 * Declaration of a name in a source.
 */
export interface Declaration {
  readonly kind: 'value' | 'import' | 'parameter' | 'opaque';
  /** Where the name can be seen. */
  readonly scope: { readonly start: number; readonly end: number };
  /** Value: an expression, a function, a class. */
  readonly value?: Node;
  /** Of a value that is taken apart, which property. */
  readonly keys?: readonly string[];
  /** Value where that is undefined. */
  readonly fallback?: Node;
  /** Of an import, the module; without a name it is all of it. */
  readonly specifier?: string;
  readonly imported?: string;
  /** Of a parameter, whose and which. */
  readonly functionName?: string;
  readonly index?: number;
}
