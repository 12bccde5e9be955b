/**
 * Settings of Bun that hold for a program which it runs: sections are for other commands, such as `[test]`.
 *
 * @see https://bun.com/docs/runtime/bunfig
 */
export function runSettings(text: string): string {
  return text.split(/^\s*\[\w[\w.]*\]\s*(?:#.*)?$/m)[0];
}

export const isBunSetting = (path: string) => /(^|\/)bunfig\.toml$/.test(path);
