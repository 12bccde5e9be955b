import { StepFailure } from '../step';
import { World } from './world';

/** The value of a variable, or nothing where it is not set or empty. */
export function given({ variables }: World, name: string): string | undefined {
  return variables[name] === '' ? undefined : variables[name];
}

/** The value of a variable that has to be set. */
export function required(world: World, name: string): string {
  const value = given(world, name);
  if (value === undefined) throw new StepFailure(`the variable ${name} is not set`);
  return value;
}

/** The JSON of a variable, as `read` takes it; an empty list where the variable is not set. */
export function jsonOf<T>(world: World, name: string, read: (json: any) => T | undefined, otherwise: string = '[]'): T {
  const value = readOf(given(world, name) ?? otherwise, read);
  if (value === undefined) throw new StepFailure(`the variable ${name} is not the JSON that it should be`);
  return value;
}

/** The texts of a JSON array in a variable; none where it is not set. */
export function textsOf(world: World, name: string): readonly string[] {
  return jsonOf(world, name, json => Array.isArray(json) && json.every(isText) ? json : undefined);
}

/** True if it is a text that can be a word of a program: none has a NUL in it. */
export function isText(value: unknown): value is string {
  return typeof value === 'string' && !value.includes('\0');
}

/** The same world with other variables. */
export function withVariables(world: World, variables: Readonly<Record<string, string | undefined>>): World {
  return { ...world, variables: { ...world.variables, ...variables } };
}

function readOf<T>(text: string, read: (json: any) => T | undefined): T | undefined {
  try {
    return read(JSON.parse(text));
  } catch {
    return undefined;
  }
}
