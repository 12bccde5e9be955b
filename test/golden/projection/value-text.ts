/** A part of a template: JSON, in which objects of one key may be functions of CloudFormation. */
export type Value = any;

const LONGEST = 160;

/** A value as a reader would write it: what a function stands for is named as `${Name}`, an ARN by what it is of. */
export function valueText(value: Value): string {
  if (Array.isArray(value)) return value.map(valueText).join(', ');
  if (value === null || typeof value !== 'object') return withoutHashes(String(value));
  const [name, ...others] = Object.keys(value);
  const render = others.length === 0 ? FUNCTIONS[name] : undefined;
  return render?.(value[name]) ?? withoutHashes(JSON.stringify(value));
}

/** The same, on one line of bounded length. */
export function lineText(value: Value): string {
  const lines = valueText(value).trim().split('\n');
  const first = lines[0].length > LONGEST ? `${lines[0].slice(0, LONGEST)}...` : lines[0];
  return lines.length === 1 ? first : `${first} (and ${lines.length - 1} more lines)`;
}

/** Names of assets and contents change with the sources that they are made of: what tells of the change is their golden file. */
export function withoutHashes(text: string): string {
  return text
    .replace(/\b[0-9a-f]{64}\b/g, '<hash>')
    .replace(/(?<![0-9a-f-])[0-9a-f]{32}(?![0-9a-f-])/g, '<content>')
    .replace(/(CurrentVersion[0-9A-F]{8})[0-9a-f]{32}/g, '$1<hash>');
}

const FUNCTIONS: { readonly [name: string]: (argument: Value) => string } = {
  'Ref': name => `\${${withoutHashes(name)}}`,
  'Fn::GetAtt': argument => {
    const [name, attribute] = Array.isArray(argument) ? argument : argument.split('.');
    return attribute === 'Arn' ? `\${${withoutHashes(name)}}` : `\${${withoutHashes(name)}.${attribute}}`;
  },
  'Fn::Join': ([separator, parts]) => Array.isArray(parts) ? parts.map(valueText).join(separator) : `join(${valueText(parts)})`,
  'Fn::Sub': argument => Array.isArray(argument) ? valueText(argument[0]) : withoutHashes(argument),
  'Fn::Select': ([index, list]) => `${valueText(list)}[${index}]`,
  'Fn::Split': ([separator, text]) => `split(${valueText(text)} at ${separator})`,
  'Fn::If': ([condition, yes, no]) => `(${condition} ? ${valueText(yes)} : ${valueText(no)})`,
  'Fn::GetAZs': region => `availability zones of ${valueText(region) || 'the region'}`,
  'Fn::ImportValue': name => `import(${valueText(name)})`,
};
