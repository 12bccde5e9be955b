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
  const texts = [...before.map(script => `npm run ${script}`), ...typeof command === 'string' ? [command] : []];
  return texts.length === 0 ? undefined : texts.join(' && ');
}
