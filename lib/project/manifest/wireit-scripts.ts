import { isJsonObject, ownProperty } from '../text/json/json-shape';

/**
 * Scripts with what Wireit runs for those that say nothing but its name: the scripts of the same package that come before,
 * and the command. It finds out by variables of a package manager what it is to run, and there is none where an image starts.
 *
 * @see https://github.com/google/wireit#configuration
 */
export function withWireit(scripts: { readonly [name: string]: string }, wireit: unknown): { [name: string]: string } {
  if (!isJsonObject(wireit)) return { ...scripts };
  return Object.fromEntries(Object.entries(scripts).map(([name, text]) => [name, text.trim() === 'wireit' ? commandOf(ownProperty(wireit, name)) ?? text : text]));
}

function commandOf(config: unknown): string | undefined {
  if (!isJsonObject(config)) return undefined;
  const command = ownProperty(config, 'command');
  const dependencies = ownProperty(config, 'dependencies');
  const before = (Array.isArray(dependencies) ? dependencies : []).map(each => isJsonObject(each) ? ownProperty(each, 'script') : each)
    .filter((script): script is string => typeof script === 'string' && /^[\w:.-]+$/.test(script) && !/^[.^]/.test(script));
  const set = environmentOf(ownProperty(config, 'env'));
  const texts = [...before.map(script => `npm run ${script}`), ...typeof command === 'string' ? [`${set}${command}`] : []];
  return texts.length === 0 ? undefined : texts.join(' && ');
}

/**
 * Variables that Wireit sets for a command, as words before it. One that comes from outside has a default at most.
 *
 * @see https://github.com/google/wireit#environment-variables
 */
function environmentOf(env: unknown): string {
  if (!isJsonObject(env)) return '';
  return Object.entries(env).map(([name, value]) => {
    if (typeof value === 'string') return `${name}=${quoted(value)} `;
    const fallback = isJsonObject(value) ? ownProperty(value, 'default') : undefined;
    return typeof fallback === 'string' ? `${name}="\${${name}-${fallback.replace(/["\\$`]/g, '\\$&')}}" ` : '';
  }).join('');
}

function quoted(value: string): string {
  return /^[\w@%+=:,./-]+$/.test(value) ? value : `'${value.replace(/'/g, "'\\''")}'`;
}
