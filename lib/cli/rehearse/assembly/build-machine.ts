import { BuildMachine, BuildProject, ProjectVariable } from './action';

/**
 * The state machine that an action starts; nothing where it is of somebody else, or started in another way.
 *
 * @param machines The properties of the state machines of the template, by their names.
 */
export function machineOf(action: any, machines: ReadonlyMap<string, any>, projects: ReadonlyMap<string, BuildProject>): BuildMachine | undefined {
  const { Configuration: { StateMachineArn, InputType, Input = '' } } = action;
  const [artifact, file] = Input.split('::');
  const definition = definitionOf(machines.get(StateMachineArn));
  const started = [...textsIn(definition)].flatMap(text => projects.get(text) ?? []);
  if (InputType !== 'FilePath' || !started.some(({ step }) => step === 'release-images')) return undefined;
  const images: Record<string, any> = definition.States.Images.Assign.images;
  return {
    name: StateMachineArn,
    definition,
    input: { artifact, file },
    projects: new Map(started.map(project => [project.name, project])),
    images: Object.entries(images).map(([name, { uri, variables }]) => ({ name, uri, variables: variablesOf(variables, name) })),
  };
}

/**
 * Variables as the API of CodeBuild takes them.
 *
 * @param image Image that they are of: secrets of two images may have one name.
 */
export function variablesOf(variables: readonly any[], image?: string): ProjectVariable[] {
  const own = (name: string) => image === undefined ? undefined : `${image.toUpperCase().replace(/[^A-Z0-9]/g, '_')}_${name}`;
  return variables.map(({ Name, Value, Type = 'PLAINTEXT' }) => ({ name: Name, value: String(Value), type: Type, own: own(Name) }));
}

function definitionOf(properties: any): any {
  try {
    return JSON.parse(properties?.DefinitionString ?? '{}');
  } catch {
    return {}; // of somebody else, with values that are not known before it is deployed
  }
}

/** All texts in a value: the projects of several platforms are named in a list, and by an expression where they are started. */
function textsIn(value: unknown): Set<string> {
  if (typeof value === 'string') return new Set([value]);
  if (typeof value !== 'object' || value === null) return new Set();
  return new Set(Object.values(value).flatMap(item => [...textsIn(item)]));
}
