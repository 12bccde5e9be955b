import { ProjectFiles } from '../files/project-files';
import { Findings } from '../findings';
import { Manifest, scriptOf } from '../manifest/manifest';
import { Packages } from '../scripts/packages';
import { scriptKey, ScriptStep, walkNamedScript } from '../scripts/walk-script';
import { isIdle } from '../tests/idle';
import { isCallOf } from './build-tool';
import { BUILD_TOOLS } from './build-tools';
import { assertScript } from './detect-build-script';
import { buildBeforeTests } from './task-runners';
import { testThatLoads } from './test-files';

/**
 * Decides which script tests.
 *
 * @throws ProjectError if the one that was named does not exist
 */
export function detectTestScript(
  files: ProjectFiles,
  manifest: Manifest,
  packages: Packages,
  override: string | undefined,
  findings: Findings,
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
  return walkNamedScript(packages, '', 'test').every(isIdle)
    ? decide(undefined, source, 'it is a placeholder, which runs nothing')
    : decide('test', source, 'there is a script of this name');
}

/**
 * Decides whether the tests read what the build writes, without building it themselves.
 */
export function detectTestNeedsBuild(
  files: ProjectFiles,
  root: ProjectFiles,
  packages: Packages,
  testScript: string | undefined,
  buildScript: string | undefined,
  buildOutput: readonly string[],
  override: boolean | undefined,
  findings: Findings,
): boolean {
  const decide = (needs: boolean, source: string, reason: string) => {
    findings.decide('testNeedsBuild', String(needs), source, reason);
    return needs;
  };
  if (override !== undefined) return decide(override, 'props: testNeedsBuild', 'set explicitly');
  if (testScript === undefined || buildScript === undefined) return decide(false, 'default', 'there is nothing to test or nothing to build');
  const source = files.manifestSource(`scripts.${testScript}`);
  const called = new Set<string>();
  const steps = walkNamedScript(packages, '', testScript, called);
  if (called.has(scriptKey('', buildScript)) || steps.some(step => BUILD_TOOLS.some(tool => isCallOf(tool, step)))) return decide(false, source, 'the tests build for themselves');
  const read = buildOutput.find(directory => steps.some(step => mentions(step, directory)));
  if (read !== undefined) return decide(true, source, `the script mentions ${read}, which the build writes`);
  const task = buildBeforeTests(root === files ? [files] : [files, root], testScript, buildScript);
  if (task !== undefined) return decide(true, task, 'the build goes before it');
  const loading = testThatLoads(files, buildOutput);
  return loading === undefined
    ? decide(false, source, 'neither the script nor a test mentions what the build writes')
    : decide(true, loading, 'it loads what the build writes');
}

/**
 * Whether a command names a directory or something in it, other than to leave it out.
 */
function mentions(step: ScriptStep, directory: string): boolean {
  return step.words.some(({ text }, index) => {
    const previous = index > 0 ? step.words[index - 1].text : '';
    if (/ignore|exclude/i.test(text) || /^-.*(ignore|exclude)[^=]*$/i.test(previous)) return false;
    const path = text.replace(/^--?[\w-]+=/, '').replace(/^\.\//, '');
    return path === directory || path.startsWith(`${directory}/`);
  });
}
