// Has awslint judge the API of what was compiled, here or in DIRECTORY: `npm run lint:package`.
//
// It was last published when the packages of the CDK had other names, and of what it looks for by these it finds nothing
// in a library for version 2, without a word. Its rules are read with the names of today.
import { readFileSync } from 'fs';
import { createRequire, Module } from 'module';
import { join, resolve, sep } from 'path';
import { AcceptedApiFinding, ACCEPTED_API_FINDINGS } from './api-findings';

/** What of awslint and the reader of assemblies is used. */
interface Diagnostic {
  readonly level: number;
  readonly rule: { readonly code: string };
  readonly scope: string;
  readonly message: string;
}
interface Assembly { readonly name: string }
interface Awslint {
  readonly ALL_RULES_LINTER: { eval(assembly: Assembly, options: { readonly include: string[]; readonly exclude: string[] }): Diagnostic[] };
  readonly DiagnosticLevel: { readonly Error: number; readonly Warning: number };
}
interface Assemblies {
  readonly roots: readonly Assembly[];
  load(directory: string, options: { readonly validate: boolean }): Promise<unknown>;
}

/** Packages of version 1 of the CDK, and what they are called today. */
const NAMES: readonly (readonly [RegExp, string])[] = [
  [/(['"])@aws-cdk\/core\b/g, '$1aws-cdk-lib'],
  [/(['"])@aws-cdk\/aws-(\w+)\./g, '$1aws-cdk-lib.aws_$2.'],
];

const root = resolve(__dirname, '..');
const load = createRequire(join(root, 'package.json'));

function awslint(): Awslint {
  // what says that constructs are those of the package `constructs`
  process.env.AWSLINT_BASE_CONSTRUCT = 'true';
  const rules = join(load.resolve('awslint/package.json'), '..', 'lib', 'rules') + sep;
  const extensions = (Module as unknown as { _extensions: Record<string, (module: any, file: string) => void> })._extensions;
  const before = extensions['.js'];
  let renamed = 0;
  extensions['.js'] = (module, file) => {
    if (!file.startsWith(rules)) return before(module, file);
    const text = readFileSync(file, 'utf8');
    const today = NAMES.reduce((source, [name, now]) => source.replace(name, now), text);
    renamed += today === text ? 0 : 1;
    module._compile(today, file);
  };
  try {
    return load('awslint/lib');
  } finally {
    extensions['.js'] = before;
    if (renamed === 0) throw new Error('awslint has no name of version 1 of the CDK any more: take the renaming out');
  }
}

async function findings(directory: string): Promise<{ readonly name: string; readonly found: readonly Diagnostic[] }> {
  const { ALL_RULES_LINTER, DiagnosticLevel } = awslint();
  const { TypeSystem } = createRequire(load.resolve('awslint/package.json'))('jsii-reflect') as { TypeSystem: new () => Assemblies };
  const system = new TypeSystem();
  await system.load(directory, { validate: false });
  const [assembly] = system.roots;
  const all = ALL_RULES_LINTER.eval(assembly, { include: ['*'], exclude: [] });
  return { name: assembly.name, found: all.filter(({ level }) => level === DiagnosticLevel.Error || level === DiagnosticLevel.Warning) };
}

async function main(directory: string, exceptions: readonly AcceptedApiFinding[]): Promise<void> {
  const { name, found } = await findings(directory);
  const accepts = ({ rule, scope }: AcceptedApiFinding, finding: Diagnostic) => rule === finding.rule.code && finding.scope === `${name}.${scope}`;
  const left = found.filter(finding => !exceptions.some(accepted => accepts(accepted, finding)));
  const unused = exceptions.filter(accepted => !found.some(finding => accepts(accepted, finding)));
  left.forEach(({ rule, scope, message }) => console.error(`${rule.code} ${scope}: ${message}`));
  unused.forEach(({ rule, scope, because }) => console.error(`nothing needs the exception ${rule} ${scope} any more (${because})`));
  console.log(`awslint: ${left.length} findings, ${found.length - left.length} accepted`);
  process.exitCode = left.length + unused.length === 0 ? 0 : 1;
}

const [given] = process.argv.slice(2);
main(given === undefined ? root : resolve(given), given === undefined ? ACCEPTED_API_FINDINGS : []).catch((error: Error) => {
  console.error(error.stack);
  process.exitCode = 1;
});
