/**
 * The value of an option: `--out-dir dist`, `--out-dir=dist`, `-d dist`.
 */
export function optionValue(args: readonly string[], ...names: string[]): string | undefined {
  for (const [index, word] of args.entries()) {
    if (names.includes(word)) return args[index + 1];
    const name = names.find(candidate => word.startsWith(`${candidate}=`));
    if (name !== undefined) return word.slice(name.length + 1);
  }
  return undefined;
}
