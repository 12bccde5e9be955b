import { CommandError } from '../../exit-code';
import { BuildProject, RehearsedAction } from '../assembly/action';

/** Actions that were not run, by their namespaces: what they are called, and the variables that others had of them. */
export interface NotRun {
  readonly [namespace: string]: { readonly name: string; readonly instead: Readonly<Record<string, string>> };
}

/** Variables that an action does without: what nobody saw is not stated. */
const OPTIONAL = ['SCANNED', 'BUILT'];

/** Variables of an action with what others exported, or why it cannot have them. */
export type Resolved = { readonly values: Readonly<Record<string, string>> } | { readonly missing: string };

/** Variables that a project has by itself, in plain text: what actions that share it have in common. An action has the last word. */
export function ownVariables(project: Pick<BuildProject, 'variables'> | undefined): Record<string, string> {
  return Object.fromEntries((project?.variables ?? []).filter(({ type }) => type === 'PLAINTEXT').map(({ name, value }) => [name, value]));
}

/**
 * The variables of an action, with what earlier ones exported in place of their names.
 *
 * @param known What was exported, by the namespace and the name: `Build_NS.IMAGE_DIGEST`.
 * @throws where an action takes what none exports, which a pipeline would not do
 */
export function resolve({ name, variables }: RehearsedAction, known: ReadonlyMap<string, string>, notRun: NotRun): Resolved {
  const missing: string[] = [];
  const valueOf = (variable: string, reference: string): string => {
    const value = known.get(reference);
    if (value !== undefined) return value;
    const [namespace, exported] = reference.split('.');
    const other = Object.hasOwn(notRun, namespace) ? notRun[namespace] : undefined;
    if (!other) throw new CommandError(`the action ${name} takes the variable ${reference}, which nothing exported`);
    const instead = other.instead[exported];
    if (instead === undefined && !OPTIONAL.includes(variable)) missing.push(`it takes ${exported} of ${other.name}, which is not rehearsed`);
    return instead ?? '';
  };
  const values = Object.fromEntries(Object.entries(variables)
    .map(([variable, text]) => [variable, text.replace(/#\{([^}]+)\}/g, (_, reference) => valueOf(variable, reference))]));
  return missing.length ? { missing: missing[0] } : { values };
}

/** Variables that name the platforms of an image, without those that are not built. */
export function withoutPlatforms(values: Readonly<Record<string, string>>, suffixes: readonly string[]): Record<string, string> {
  if (suffixes.length === 0) return { ...values };
  const rest = (all: readonly string[]) => all.filter(suffix => !suffixes.includes(suffix));
  const { SOURCE_SUFFIXES, PLATFORM_SUFFIXES, BUILT } = values;
  return {
    ...values,
    ...SOURCE_SUFFIXES === undefined ? {} : { SOURCE_SUFFIXES: JSON.stringify(rest(JSON.parse(SOURCE_SUFFIXES))) },
    ...PLATFORM_SUFFIXES === undefined ? {} : { PLATFORM_SUFFIXES: rest(PLATFORM_SUFFIXES.split(',')).join(',') },
    ...BUILT === undefined ? {} : { BUILT: BUILT.split(',').filter(build => build !== '').join(',') },
  };
}
