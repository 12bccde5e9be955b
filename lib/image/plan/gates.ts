import { NodejsProject } from '../../project/index';
import { BuildStep } from '../build-secret';
import { Gate, GateUser } from '../gate';
import { ImageError } from '../image-error';
import { NodejsDockerfileOptions } from '../nodejs-image-options';
import { StartPlan } from './start';

/** A gate with everything decided. */
export interface PlannedGate {
  readonly gate: Gate;
  readonly stage: string;
  readonly afterBuild: boolean;
  /** True if it passes whatever its tests say, as far as that can be read from what it runs. */
  readonly unproven: boolean;
}

/** Warning about a gate that passes in any case. */
const UNPROVEN = ['gate-ignores-failure', 'gate-tests-nothing'];

/** Decides the gates and what each runs on. */
export function planGates(
  project: NodejsProject, options: NodejsDockerfileOptions, start: StartPlan, warnings: { id: string; message: string }[],
): PlannedGate[] {
  const gates = options.gates ?? defaultGates({ project, start, warnings, starts: options.startGate?.enabled ?? true });
  const names = gates.map(gate => gate.name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) {
    throw new ImageError(`two gates are named ${JSON.stringify(twice)}; set the option "name" of one`);
  }
  gates.forEach(gate => requireScripts(project, gate));
  gates.forEach(gate => requireReadable(gate, options));
  const judged = gates.map(gate => ({ gate, flaws: gate._steps.flatMap(step => project._testFlaws(step)) }));
  const flaws = judged.flatMap(({ gate, flaws: own }) => own.filter(({ id }) => id !== 'gate-lacks-service' || gate.services.length === 0));
  warnings.push(...flaws.filter(({ message }, index) => flaws.findIndex(other => other.message === message) === index));
  return judged.map(({ gate, flaws: own }) => {
    const wanted = gate.afterBuild ?? (project.testNeedsBuild && gate._steps.some(step => step.script === project.testScript));
    if (gate.afterBuild && project.buildScript === undefined) {
      throw new ImageError(`gate "${gate.name}" is to run after the build, but nothing is built; set "buildScript"`);
    }
    if (gate.bundled && !options.bundling?.enabled) {
      throw new ImageError(`gate "${gate.name}" is to run on the bundle, but nothing is bundled; set bundling: Bundling.esbuild(), or leave out "bundled"`);
    }
    return {
      gate,
      stage: `gate-${gate.name}`,
      afterBuild: (wanted || gate.bundled) && project.buildScript !== undefined,
      unproven: own.some(({ id }) => UNPROVEN.includes(id)),
    };
  });
}

/** Facts by which the gates are decided that nobody asked for. */
interface DefaultGates {
  readonly project: NodejsProject;
  readonly start: StartPlan;
  readonly warnings: { id: string; message: string }[];
  /** True if the build starts the image, which is a gate of its own. */
  readonly starts: boolean;
}

/** The test script; where there is none, at least what starts has to be a program, as far as that can be told. */
function defaultGates({ project, start, warnings, starts }: DefaultGates): Gate[] {
  if (project.testScript !== undefined) {
    return [Gate.script(project.testScript, { name: 'test' })];
  }
  const lacking = withoutTests(project);
  const andStart = starts ? ' and its start in the build' : '';
  if (start.servesFiles) {
    const page = `${start.command[start.command.length - 1]}/index.html`;
    warnings.push({
      id: 'no-test-script',
      message: `${lacking}: the image is gated by a check that ${page} is there${andStart} alone; add one, set "gates", or set gates: [] to have none`,
    });
    return [Gate.command(['node', '--eval', PAGE_IS_THERE, page], { name: 'site', afterBuild: true })];
  }
  const file = start.builtFile ?? startedFile(start);
  if (file === undefined) {
    const left = ['its installation', ...project.buildScript === undefined ? [] : [`the script "${project.buildScript}"`], ...starts ? ['its start in the build'] : []].join(' and ');
    warnings.push({
      id: 'no-gate',
      message: `${lacking}, and what starts is no JavaScript file that could be checked: nothing gates the image but ${left}; `
        + 'add one, set "gates", or set gates: [] to have none',
    });
    return [];
  }
  warnings.push({
    id: 'no-test-script',
    message: `${lacking}: the image is gated by a syntax check of ${file}${andStart} alone; add one, set "gates", or set gates: [] to have none`,
  });
  const check = start.builtFile === undefined ? CHECKS[start.command[0]] : CHECKS.node;
  return [Gate.command(check(file), { name: 'syntax', afterBuild: project.buildScript === undefined ? undefined : true })];
}

/** Checks that the build wrote a page, and says how to name another one. */
const PAGE_IS_THERE = 'const page = process.argv[1]; if (!require("fs").existsSync(page)) { '
  + 'console.error("the build did not write " + page + ": set the prop buildOutput to the directory that it writes the site to"); process.exit(1); }';

/** Why there are no tests. */
function withoutTests({ scripts, facts, workspace }: NodejsProject): string {
  if (!Object.hasOwn(scripts, 'test')) return `${workspace === undefined ? '' : `${workspace.path}/`}package.json has no "test" script`;
  return facts.some(({ name, source }) => name === 'testScript' && source.startsWith('props'))
    ? 'testScript says that there are no tests'
    : `the script "test" (${JSON.stringify(scripts.test)}) is a placeholder that tests nothing`;
}

/** How what runs a file checks it without running it. */
const CHECKS: { readonly [program: string]: (file: string) => string[] } = {
  node: file => ['node', '--check', file],
  bun: file => ['bun', 'build', '--target=bun', '--packages=external', '--outfile=/tmp/checked.js', file],
};

/** The paths that it takes. Node.js finds the extension of `dist/main` itself, also where it checks. */
const CHECKED: { readonly [program: string]: RegExp } = {
  node: /(\.[cm]?js|(^|\/)[^./]+)$/,
  bun: /\.[cm]?[jt]sx?$/,
};

/** The file of the project that the program starts. A program of a dependency is checked by whoever released it. */
function startedFile({ command: [program, ...words], entry }: StartPlan): string | undefined {
  if (!Object.hasOwn(CHECKS, program)) return undefined;
  const file = entry ?? (words[0]?.startsWith('-') ? undefined : words[0]);
  return file !== undefined && CHECKED[program].test(file) && !/(^|\/)node_modules\//.test(file) ? file : undefined;
}

/** A secret that is a file belongs to root, and the builder gives it to nobody else. */
function requireReadable({ name, user }: Gate, { buildSecrets = [] }: NodejsDockerfileOptions): void {
  const file = buildSecrets.find(({ steps, target }) => steps.includes(BuildStep.GATES) && target !== undefined);
  if (user === GateUser.RELEASE && file) {
    throw new ImageError(`gate "${name}" runs as the user of the release, who may not read the file of the build secret ${JSON.stringify(file.id)}; `
      + 'give it as a variable, by BuildSecret.environment(), or run the gate by GateUser.ROOT');
  }
}

function requireScripts(project: NodejsProject, gate: Gate): void {
  for (const { script } of gate._steps) {
    if (script !== undefined && !Object.prototype.hasOwnProperty.call(project.scripts, script)) {
      throw new ImageError(`gate "${gate.name}" runs the script ${JSON.stringify(script)}, which package.json does not have; `
        + `it has ${Object.keys(project.scripts).sort().join(', ') || 'none'}`);
    }
  }
}
