/** Use of a file with environment variables. */
export enum EnvironmentUse {
  /** It shows which variables there are: `.env.example`. */
  EXAMPLE = 'example',
  /** Its values are encrypted for whoever has the key: it may ship. */
  ENCRYPTED = 'encrypted',
  /** Nothing in it but what a front end shows to everybody: the build reads it. */
  PUBLIC = 'public',
  /** It may hold secrets. */
  SECRET = 'secret',
}

const EXAMPLE = /(^|[._-])(example|examples|sample|template|tpl|defaults?|dist|schema)([._-]|$)/i;

/** How frameworks call what they write into the bundle that browsers load. */
const PUBLIC_NAMES = /^(VITE|NEXT_PUBLIC|REACT_APP|PUBLIC|NUXT_PUBLIC|GATSBY|VUE_APP|EXPO_PUBLIC|NG_APP|STORYBOOK|REDWOOD_ENV|RAZZLE|PREACT_APP|SNOWPACK_PUBLIC|BUN_PUBLIC|RSBUILD_PUBLIC|MODERN|UMI_APP|TARO_APP|DOCUSAURUS)_/;

/** Settings of builds, which are no secret anywhere. */
const SETTINGS = /^(NODE_ENV|PORT|HOST|HOSTNAME|TZ|CI|PUBLIC_URL|BASE_URL|BUILD_PATH|GENERATE_SOURCEMAP|SKIP_PREFLIGHT_CHECK|INLINE_RUNTIME_CHUNK|IMAGE_INLINE_SIZE_LIMIT|FAST_REFRESH|BROWSER|DISABLE_ESLINT_PLUGIN|ESLINT_NO_DEV_ERRORS|TSC_COMPILE_ON_ERROR|NEXT_TELEMETRY_DISABLED|ASTRO_TELEMETRY_DISABLED|NUXT_TELEMETRY_DISABLED|ANALYZE|LOG_LEVEL)$/;

/** Words of a name whose value no browser should get. */
const SECRET_WORDS = /(SECRET|PASSW|PRIVATE)/;

/** A variable and its value, which may have several lines in quotes. */
const ASSIGNMENT = /^[ \t]*(?:export[ \t]+)?([\w.-]+)[ \t]*(?:=|:[ \t])[ \t]*("(?:\\.|[^"\\])*"|'[^']*'|`[^`]*`|[^\n]*)/gm;

/**
 * Use of a file of environment variables, by its name and what it holds.
 *
 * @param name the name without its directory
 */
export function environmentUse(name: string, text: string): EnvironmentUse {
  if (EXAMPLE.test(name.replace(/^\.?env(?=[._-]|$)/i, ''))) return EnvironmentUse.EXAMPLE;
  const plain = text.replace(/\r\n?/g, '\n').replace(/^\ufeff/, '').replace(/^[ \t]*#.*$/gm, '');
  const variables = [...plain.matchAll(ASSIGNMENT)].map(([, variable, value]) => ({ variable, value: value.replace(/^["'`]/, '') }));
  // A line that is no variable may be anything.
  if (plain.replace(ASSIGNMENT, '').trim() !== '') return EnvironmentUse.SECRET;
  const own = variables.filter(({ variable }) => !/^DOTENV_PUBLIC_KEY(_|$)/.test(variable));
  if (own.length > 0 && own.every(({ value }) => value.startsWith('encrypted:'))) return EnvironmentUse.ENCRYPTED;
  return own.every(({ variable }) => isPublicVariable(variable) || SETTINGS.test(variable))
    ? EnvironmentUse.PUBLIC : EnvironmentUse.SECRET;
}

/** True if a front end shows a variable of this name to everybody. */
export function isPublicVariable(name: string): boolean {
  return PUBLIC_NAMES.test(name) && !SECRET_WORDS.test(name);
}
