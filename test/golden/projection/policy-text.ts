import { lineText, Value, valueText } from './value-text';

/** Statements of a policy, a line each: what may be done, on what, by whom where it says so, and on which condition. */
export function statementLines(document: Value): string[] {
  return asList(document.Statement).map(statementLine).sort();
}

/** Who takes a role. */
export function trustText(document: Value): string {
  return asList(document.Statement).map(statement => `${principalText(statement.Principal)}${conditionText(statement.Condition)}`).join(', ');
}

function statementLine(statement: Value): string {
  const { Effect, Action, NotAction, Resource, NotResource, Principal, Condition } = statement;
  const what = Action ? asList(Action).sort().join(' ') : `everything but ${asList(NotAction).sort().join(' ')}`;
  const where = NotResource ? `everything but ${listText(NotResource)}` : listText(Resource ?? 'itself');
  const who = Principal ? `${principalText(Principal)}: ` : '';
  return `${Effect === 'Deny' ? 'never ' : ''}${who}${what}  on ${where}${conditionText(Condition)}`;
}

function principalText(principal: Value): string {
  return typeof principal === 'string' ? principal : Object.values(principal).map(listText).join(' and ');
}

function conditionText(condition: Value): string {
  if (!condition) return '';
  const terms = Object.entries<Value>(condition).flatMap(([operator, values]) =>
    Object.entries(values).map(([key, value]) => `${key} ${operator} ${lineText(value)}`));
  return `  if ${terms.sort().join(' and ')}`;
}

function listText(value: Value): string {
  return asList(value).map(valueText).sort().join(' ');
}

function asList(value: Value): Value[] {
  return Array.isArray(value) ? [...value] : [value];
}
