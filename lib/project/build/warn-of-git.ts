import { Packages } from '../manifest/packages';
import { Findings } from '../model/findings';
import { argumentsOf, programOf } from '../scripts/invocation';
import { ScriptStep, walkNamedScript } from '../scripts/walk-script';

/** Programs that run a file of the project. */
const RUNS_FILES = new Set(['node', 'tsx', 'ts-node', 'bun', 'sh', 'bash', 'zsh', '.', 'source', 'babel-node', 'swc-node', 'jiti', 'zx']);

/** Longer files are not written by hand, and scripts run no more files than these. */
const MAX_LENGTH = 200_000;
const MAX_FILES = 30;

/** A command of git, as it stands in a shell script or in a string of a program. */
const GIT = /(?:^|["'`$(|&;\s/])git\s+(?:rev-parse|rev-list|describe|log|show|branch|tag|diff|status|config|ls-files|ls-remote|shortlog|submodule|name-rev|symbolic-ref|for-each-ref|fetch|pull|checkout|clone|show-ref|cat-file)\b/m;

/** The same with its words apart, and packages that run it. */
const BY_PROGRAM = /\b(?:execFile|execFileSync|spawn|spawnSync|execa|execaSync)\s*\(\s*["'`]git["'`]|["'](?:simple-git|git-rev-sync|git-last-commit|git-revision-webpack-plugin|git-repo-info|git-describe)["']/;

/**
 * Warns of scripts that call git: the context of a build never has `.git`, and neither the build image nor the release has git.
 *
 * @param scripts the script that builds, and the one that starts
 */
export function warnOfGit(packages: Packages, scripts: { readonly build?: string; readonly start?: string }, findings: Findings) {
  const remedies = {
    build: 'give the commit by "buildEnvironment" or "buildArgs", and let the script read that variable',
    start: 'give the commit by "environment" or a label, and let the script read that variable',
  };
  for (const [kind, name] of Object.entries(scripts)) {
    const caller = name === undefined ? undefined : callerOf(packages, name);
    if (caller === undefined) continue;
    findings.warn(`${kind}-calls-git`, `the script ${name} calls git (${caller}), and the image is built without the history in .git and without git, so that it fails there unless it does without: ${remedies[kind as 'build' | 'start']}`);
  }
}

/** Part of a script that calls git: its own text, or a file that it runs by its name. */
function callerOf(packages: Packages, name: string): string | undefined {
  const steps = walkNamedScript(packages, '', name).slice(0, 500);
  const own = steps.find(step => !step.guarded && step.directory !== undefined && (programOf(step) === 'git' || substitutes(step)));
  if (own) return [...own.assignments, ...own.words].map(({ raw }) => raw).join(' ').slice(0, 80);
  return filesOf(steps).slice(0, MAX_FILES).find(({ directory, file }) => {
    const text = packages.text(directory, file) ?? '';
    return text.length <= MAX_LENGTH && (GIT.test(text) || BY_PROGRAM.test(text));
  })?.file;
}

/** `VERSION=$(git describe) node build.js` */
function substitutes({ assignments, words }: ScriptStep): boolean {
  return [...assignments, ...words].some(({ raw, dynamic }) => dynamic && /[$`]/.test(raw) && GIT.test(raw));
}

/** The files that steps run by their names. */
export function filesOf(steps: readonly ScriptStep[]): { directory: string; file: string }[] {
  return steps.flatMap(step => {
    const program = programOf(step);
    const { directory } = step;
    if (directory === undefined || program === undefined) return [];
    if (program.startsWith('./')) return [{ directory, file: program }];
    const file = RUNS_FILES.has(program) ? argumentsOf(step).find(word => /^[^-].*\.(?:[cm]?[jt]s|sh)$|^[^-][^.]*$/.test(word)) : undefined;
    return file === undefined ? [] : [file, `${file}.js`].map(path => ({ directory, file: path }));
  });
}
