import { ProjectFiles } from '../files/project-files';
import { isWithin, joinInside } from '../files/relative-path';
import { scriptOf } from '../manifest/manifest';
import { PackageReader } from '../manifest/package-reader';
import { Packages } from '../manifest/packages';
import { scriptNamed } from '../package-managers/command-lines';
import { isIdle } from '../scripts/idle-test';
import { argumentsOf, environmentOf, programOf } from '../scripts/invocation';
import { scriptKey, ScriptStep, walkNamedScript } from '../scripts/walk-script';
import { isCallOf } from './build-tool';
import { BUILD_TOOLS } from './build-tools';
import { assertScript } from './detect-build-script';
import { buildBeforeTests } from './task-runners';
import { readerOfBuild } from './test-files';

/** Programs that write sources, which tests load without naming where they lie. */
const GENERATORS = new Set([
  'graphql-codegen', 'gql-gen', 'openapi-typescript', 'openapi-generator-cli', 'orval', 'buf', 'protoc', 'grpc_tools_node_protoc', 'pbjs',
  'kysely-codegen', 'wasm-pack', 'asc', 'tsp', 'lingui', 'paraglide-js', 'svelte-kit', 'json2ts', 'typechain', 'relay-compiler',
]);

/**
 * Decides which script tests.
 *
 * @throws ProjectError if the one that was named does not exist
 */
export function detectTestScript(
  { files, manifest, packages, props: { testScript: override }, findings }: PackageReader & { readonly props: { readonly testScript?: string } },
): string | undefined {
  const decide = (script: string | undefined, source: string, reason: string) => {
    findings.decide('testScript', script ?? '', source, reason);
    return script;
  };
  if (override === '') return decide(undefined, 'props: testScript', 'there are no tests');
  if (override !== undefined) {
    assertScript(manifest, override, 'testScript');
    return decide(override, 'props: testScript', 'set explicitly');
  }
  const source = files.manifestSource('scripts.test');
  if (scriptOf(manifest, 'test') === undefined) return decide(undefined, source, 'there is no script test');
  // a script that calls one of its name elsewhere, as npm test --workspaces does, leads to no step that can be read
  const steps = walkNamedScript(packages, '', 'test');
  const isEmpty = scriptOf(manifest, 'test')!.trim() === '';
  return isEmpty || (steps.length > 0 && steps.every(isIdle))
    ? decide(undefined, source, 'it is a placeholder, which runs nothing')
    : decide('test', source, 'there is a script of this name');
}

/**
 * Questions for deciding what tests read.
 */
export interface TestReader extends PackageReader {
  /** The files of where dependencies are installed: those of the package, or of the root of its monorepo. */
  readonly root: ProjectFiles;
  readonly testScript: string | undefined;
  readonly buildScript: string | undefined;
  readonly buildOutput: readonly string[];
  readonly props: { readonly testNeedsBuild?: boolean };
}

/**
 * Decides whether the tests read what the build writes, without building it themselves.
 */
export function detectTestNeedsBuild(
  { files, root, packages, testScript, buildScript, buildOutput, props: { testNeedsBuild: override }, findings }: TestReader,
): boolean {
  const decide = (needs: boolean, source: string, reason: string) => {
    findings.decide('testNeedsBuild', String(needs), source, reason);
    return needs;
  };
  if (override !== undefined) return decide(override, 'props: testNeedsBuild', 'set explicitly');
  if (testScript === undefined || buildScript === undefined) return decide(false, 'default', 'there is nothing to test or nothing to build');
  const source = files.manifestSource(`scripts.${testScript}`);
  const called = new Set<string>();
  const walked = walkNamedScript(packages, '', testScript, called);
  const steps = [...walked, ...walked.flatMap(step => servedScript(packages, step, called))];
  if (called.has(scriptKey('', buildScript))) return decide(false, source, 'the tests build for themselves');
  // A step that checks types, or compiles the tests to another place, makes nothing of what the build writes.
  const written = steps.flatMap(step => outputsOf(files, step));
  if (buildOutput.length > 0 && buildOutput.every(directory => written.some(output => isWithin(output, directory) || isWithin(directory, output)))) {
    return decide(false, source, 'the tests build for themselves');
  }
  const read = buildOutput.find(directory => steps.some(step => mentions(step, directory)));
  if (read !== undefined) return decide(true, source, `the script mentions ${read}, which the build writes`);
  const generator = walkNamedScript(packages, '', buildScript).map(step => programOf(step) ?? '').find(program => GENERATORS.has(program));
  if (generator !== undefined && !steps.some(step => programOf(step) === generator)) return decide(true, source, `the build runs ${generator}, which writes sources`);
  const task = buildBeforeTests(root === files ? [files] : [files, root], testScript, buildScript);
  if (task !== undefined) return decide(true, task, 'the build goes before it');
  const reader = readerOfBuild(files, packages.at('')!, buildOutput);
  return reader === undefined
    ? decide(false, source, 'neither the script nor a test mentions what the build writes')
    : decide(true, reader.path, reader.how);
}

/** Where a step is known to write. */
function outputsOf(files: ProjectFiles, step: ScriptStep): string[] {
  const tool = BUILD_TOOLS.find(candidate => isCallOf(candidate, step));
  if (tool === undefined || step.directory === undefined) return [];
  const { directory } = step;
  const outputs = tool.outputs({ files, directory, args: argumentsOf(step), environment: environmentOf(step) });
  return outputs.flatMap(output => joinInside(directory, output) ?? []);
}

/** The script that serves what tests ask: `start-server-and-test start http://localhost:3000 test:e2e`. */
function servedScript(packages: Packages, step: ScriptStep, called: Set<string>): ScriptStep[] {
  if (!['start-server-and-test', 'server-test', 'ssat'].includes(programOf(step) ?? '') || step.directory === undefined) return [];
  const { directory } = step;
  return argumentsOf(step).flatMap(word => walkNamedScript(packages, directory, scriptNamed(word), called));
}

/**
 * True if a command names a directory or something in it, other than to leave it out.
 */
function mentions(step: ScriptStep, directory: string): boolean {
  const assigned = step.assignments.some(({ value }) => isWithin(directory, value));
  return assigned || step.words.some(({ text }, index) => {
    const previous = index > 0 ? step.words[index - 1].text : '';
    if (/ignore|exclude/i.test(text) || /^-.*(ignore|exclude)[^=]*$/i.test(previous)) return false;
    const path = text.replace(/^--?[\w-]+=/, '').replace(/^\.\//, '');
    return isWithin(directory, path);
  });
}
