/**
 * The scripts to name so that each of some runs once, where one that is named brings those before and after it along, as
 * `install` does `preinstall` and `postinstall`.
 *
 * @param names scripts in their order
 * @param early whether `preinstall` runs before anything is installed
 */
export function eachOnce(names: readonly string[], early: boolean): { readonly before: string[]; readonly after: string[] } {
  const brought = (name: string) => /^(pre|post)(?=install$|prepare$)/.test(name) && names.includes(name.replace(/^(pre|post)/, ''));
  return {
    before: early ? ['preinstall'] : [],
    after: names.filter(name => !brought(name) && !(early && name === 'preinstall')),
  };
}
