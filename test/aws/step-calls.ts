import * as fs from 'fs';
import * as path from 'path';
import { CLIENTS } from '../../lib/steps/world/clients';

const STEPS = path.join(__dirname, '../../lib/steps');

/** What of the table of deployers a step comes to is told by its variables. */
const BY_VARIABLES = path.join(STEPS, 'deploy', 'deployers.ts');

const importsOf = (file: string): string[] =>
  [...read(file).matchAll(/ from '(\.[^']+)';/g)].map(([, imported]) => path.resolve(path.dirname(file), `${imported}.ts`));
const read = (file: string): string => fs.readFileSync(file, 'utf8');

/** The texts of the sources that a step is made of, but for its world. */
export function sourcesOf(step: string, variables: { readonly [name: string]: string }): string[] {
  const table = read(path.join(STEPS, 'steps.ts'));
  const [, name] = new RegExp(`'${step}': (\\w+),`).exec(table)!;
  const [, file] = new RegExp(`import \\{[^}]*\\b${name}\\b[^}]*\\} from '([^']+)'`).exec(table)!;
  const files = new Set([path.join(STEPS, `${file}.ts`), ...variables.TARGET ? [path.join(STEPS, 'deploy', `${variables.TARGET}.ts`)] : []]);
  for (const found of files) { // a set also gives what is added on the way
    importsOf(found).filter(imported => imported !== BY_VARIABLES && !imported.startsWith(path.join(STEPS, 'world'))).forEach(imported => files.add(imported));
  }
  return [...files].map(read);
}

/** Every operation of the bundle, as \`SERVICE OPERATION\`. */
export const OPERATIONS_OF_BUNDLE = Object.entries(CLIENTS).flatMap(([service, { commands }]) => Object.keys(commands).map(operation => `${service} ${operation}`));

/** The operations that a step may call: those whose service and name are in one of its sources. */
export function callsOfStep(step: string, variables: { readonly [name: string]: string }): string[] {
  const sources = sourcesOf(step, variables);
  const imported = (pattern: RegExp) => sources.some(text => pattern.test(text));
  return OPERATIONS_OF_BUNDLE.filter(name => {
    const [service, operation] = name.split(' ');
    // one function calls both, for who asks for it
    if (name === 'ecr GetAuthorizationToken') return imported(/import \{[^}]*\b(login|loginEach|loginPrivate)\b[^}]*\} from/);
    if (name === 'ecr-public GetAuthorizationToken') return imported(/import \{[^}]*\bloginPublic\b[^}]*\} from/);
    return sources.some(text => text.includes(`'${service}'`) && text.includes(`'${operation}'`));
  });
}
