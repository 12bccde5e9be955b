import { DETAILS } from './details';
import { statementLines } from './policy-text';
import { lineText, Value, withoutHashes } from './value-text';

/** Types that are shown with what they belong to. */
const POLICIES = ['AWS::IAM::Policy', 'AWS::IAM::ManagedPolicy'];

/** Of cdk-lib, the same in every template of an application. */
const IN_EVERY_TEMPLATE = ['BootstrapVersion', 'CheckBootstrapVersion'];

/**
 * What a person reviews of a template: each resource with its type, what becomes of it, and its plain settings; each role with
 * what it may do; each project with its variables and its buildspec; each pipeline with its stages. Whole templates are
 * checked by rules: assertions of the unit tests, cdk-nag and the rules of `test/compliance`, cfn-lint.
 *
 * @param template template as CloudFormation takes it
 * @returns lines, ended by a newline; the same for the same template, whatever the contents of assets are
 */
export function templateText(template: Value): string {
  const resources = Object.entries<Value>(template.Resources ?? {});
  const policies = resources.filter(([, { Type }]) => POLICIES.includes(Type));
  const blocks = resources
    .filter(([, { Type }]) => !POLICIES.includes(Type))
    .map(([id, resource]) => [heading(id, resource), ...indented([...settings(resource), ...details(id, resource), ...grants(id, resource, policies)])].join('\n'));
  const attached = policies.filter(([, policy]) => roles(policy).some(role => !(role in template.Resources)))
    .map(([id, policy]) => [`${id}: ${policy.Type}, attached to ${roles(policy).join(', ')}`, ...indented(statementLines(policy.Properties.PolicyDocument))].join('\n'));
  const others = ['Parameters', 'Conditions', 'Outputs'].flatMap(section => Object.entries<Value>(template[section] ?? {})
    .filter(([name]) => !IN_EVERY_TEMPLATE.includes(name))
    .map(([name, value]) => `${section.toLowerCase().slice(0, -1)} ${withoutHashes(name)}: ${lineText(value.Value ?? value)}`));
  return `${[...blocks, ...attached, ...(others.length > 0 ? [others.join('\n')] : [])].join('\n\n')}\n`;
}

function heading(id: string, { Type, DeletionPolicy }: Value): string {
  return `${withoutHashes(id)}: ${Type}${DeletionPolicy && DeletionPolicy !== 'Delete' ? `, ${DeletionPolicy}` : ''}`;
}

/** Settings that are one word or name, down to the second level, on lines of their own. */
function settings({ Type, Properties }: Value): string[] {
  const hidden = DETAILS[Type]?.shown ?? [];
  return Object.entries<Value>(Properties ?? {}).filter(([name]) => !hidden.includes(name)).flatMap(([name, value]) => {
    if (isPlain(value)) return [`${name}: ${lineText(value)}`];
    if (Array.isArray(value)) return value.length > 0 && value.every(isPlain) ? [`${name}: ${value.map(lineText).join(', ')}`] : [];
    return Object.entries<Value>(value).filter(([, inner]) => isPlain(inner)).map(([key, inner]) => `${name}.${key}: ${lineText(inner)}`);
  });
}

/** True for a word, a number, and for what stands for one. */
function isPlain(value: Value): boolean {
  if (value === null || typeof value !== 'object') return true;
  const names = Object.keys(value);
  return names.length === 1 && /^(Ref|Fn::.*)$/.test(names[0]);
}

function details(_id: string, { Type, Properties }: Value): string[] {
  return DETAILS[Type]?.lines(Properties ?? {}) ?? [];
}

/** What the policies of a role let it do. */
function grants(id: string, { Type }: Value, policies: [string, Value][]): string[] {
  if (Type !== 'AWS::IAM::Role') return [];
  return policies.filter(([, policy]) => roles(policy).includes(id)).flatMap(([, policy]) => statementLines(policy.Properties.PolicyDocument)).sort();
}

function roles(policy: Value): string[] {
  return (policy.Properties.Roles ?? []).map((role: Value) => role.Ref ?? role);
}

function indented(lines: string[]): string[] {
  return lines.map(line => `  ${line}`);
}
