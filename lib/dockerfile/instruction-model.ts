import { From } from './from';
import { Mount } from './mount';

/** Content of each instruction; the renderer has one entry for each `kind`. Not part of the public surface. */
export type InstructionModel =
  | { readonly kind: 'run'; readonly commands: ReadonlyArray<readonly string[]>; readonly mounts: readonly Mount[]; readonly exec: boolean;
    /** Only where it is not the default. */
    readonly network?: false; }
  | { readonly kind: 'copy'; readonly sources: readonly string[]; readonly destination: string; readonly from?: From; readonly expand: boolean;
    readonly flags: ReadonlyArray<readonly [string, string | undefined]>; }
  | { readonly kind: 'pairs'; readonly keyword: 'ENV' | 'LABEL'; readonly pairs: ReadonlyArray<readonly [string, string]> }
  | { readonly kind: 'arg'; readonly name: string; readonly value?: string }
  | { readonly kind: 'word'; readonly keyword: 'WORKDIR' | 'USER' | 'STOPSIGNAL'; readonly value: string }
  | { readonly kind: 'expose'; readonly port: number }
  | { readonly kind: 'exec'; readonly keyword: 'ENTRYPOINT' | 'CMD'; readonly argv: readonly string[] }
  | { readonly kind: 'healthcheck'; readonly argv?: readonly string[]; readonly flags: ReadonlyArray<readonly [string, string]> }
  | { readonly kind: 'other'; readonly keyword: string; readonly text: string };
