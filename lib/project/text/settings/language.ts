import { isJsonObject } from '../json/json-shape';
import { Leaf, leavesOf } from './leaves';
import { parseIni } from './parse-ini';
import { parseToml } from './parse-toml';
import { parseYaml } from './parse-yaml';

/** A language that settings of package managers are written in. */
export interface SettingsLanguage {
  /** A line with a comment: what stands before it, and what it says. */
  readonly comment: RegExp;
  /** The data in a text; throws if it is none. Undefined where every line is parsed for itself. */
  readonly parse?: (text: string) => unknown;
  /** The data in a line. */
  readonly parseLine: (line: string) => unknown;
}

const HASH = /^([^#]*)#[#\s]*(.*)$/;

/** A line of `.yarnrc`: a key and a value, either of them in quotes or not. */
const YARNRC_LINE = /^\s*(?:"([^"]+)"|([^\s#"][^\s"]*?)):?\s+(?:"([^"]*)"|(\S+))\s*$/;

/** `.npmrc` */
export const INI: SettingsLanguage = { comment: /^([^;#]*)[;#][;#\s]*(.*)$/, parseLine: parseIni };
/** `.yarnrc` of Yarn 1 */
export const YARNRC: SettingsLanguage = {
  comment: HASH,
  parseLine: line => {
    const setting = yarnrcSetting(line);
    return setting ? { [setting.key]: setting.value } : {};
  },
};
/** `.yarnrc.yml`, `pnpm-workspace.yaml` */
export const YAML: SettingsLanguage = { comment: HASH, parse: text => parseYaml(text, ''), parseLine: line => parseYaml(line.replace(/^\s*-\s/, ''), '') };
/** `bunfig.toml` */
export const TOML: SettingsLanguage = { comment: HASH, parse: text => parseToml(text, ''), parseLine: line => parseToml(line, '') };

/** Every setting of a file: of the whole where it can be parsed, else of each line that can. */
export function settingsIn(text: string, language: SettingsLanguage): Leaf[] {
  return wholeSettings(text, language) ?? text.split(/\r\n|\r|\n/).flatMap(line => lineSettings(line, language));
}

/** Every setting of a file that is parsed as a whole; undefined if it is not, or cannot be. */
export function wholeSettings(text: string, { parse }: SettingsLanguage): Leaf[] | undefined {
  const whole = parse && attempt(() => parse(text));
  return isJsonObject(whole) ? leavesOf(whole) : undefined;
}

/** The settings in a line. */
export function lineSettings(line: string, { parseLine }: SettingsLanguage): Leaf[] {
  return line.trim() === '' ? [] : leavesOf(attempt(() => parseLine(line)));
}

/** The setting in a line of `.yarnrc`, undefined if there is none. */
export function yarnrcSetting(line: string): { readonly key: string; readonly value: string } | undefined {
  const match = YARNRC_LINE.exec(line);
  return match ? { key: match[1] ?? match[2], value: match[3] ?? match[4] } : undefined;
}

function attempt(parse: () => unknown): unknown {
  try {
    return parse();
  } catch {
    return undefined;
  }
}
