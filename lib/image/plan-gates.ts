import { NodejsProject } from '../project/index';
import { Gate } from './gate';
import { ImageError } from './image-error';
import { NodejsDockerfileOptions } from './nodejs-image-options';
import { StartPlan } from './plan-start';

/** A gate with everything decided. */
export interface PlannedGate {
  readonly gate: Gate;
  readonly stage: string;
  readonly afterBuild: boolean;
}

/** Decides the gates and what each runs on. */
export function planGates(
  project: NodejsProject, options: NodejsDockerfileOptions, start: StartPlan, warnings: { id: string; message: string }[],
): PlannedGate[] {
  const gates = options.gates ?? defaultGates(project, start, warnings);
  const names = gates.map(gate => gate.name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) {
    throw new ImageError(`two gates are named ${JSON.stringify(twice)}; set the option "name" of one`);
  }
  return gates.map(gate => {
    requireScripts(project, gate);
    const wanted = gate.afterBuild ?? (project.testNeedsBuild && gate._steps.some(step => step.script === project.testScript));
    if (gate.afterBuild && project.buildScript === undefined) {
      throw new ImageError(`gate "${gate.name}" is to run after the build, but nothing is built; set "buildScript"`);
    }
    return { gate, stage: `gate-${gate.name}`, afterBuild: wanted && project.buildScript !== undefined };
  });
}

/** The test script; where there is none, at least what starts has to be a program. */
function defaultGates(project: NodejsProject, start: StartPlan, warnings: { id: string; message: string }[]): Gate[] {
  if (project.testScript !== undefined) {
    return [Gate.script(project.testScript, { name: 'test' })];
  }
  const file = start.builtFile ?? startedFile(start);
  if (file === undefined) {
    throw new ImageError(`${project.directory}/package.json has no "test" script, so nothing would gate the image; `
      + 'add one, set "gates", or set gates: [] to have none');
  }
  warnings.push({
    id: 'no-test-script',
    message: `package.json has no "test" script: the image is gated by a syntax check of ${file} alone; add one, set "gates", or set gates: [] to have none`,
  });
  return [Gate.command(['node', '--check', file], { name: 'syntax', afterBuild: project.buildScript === undefined ? undefined : true })];
}

/** A path that Node.js takes for JavaScript. It finds the extension of `dist/main` itself, also where it checks. */
const JAVASCRIPT = /(\.[cm]?js|(^|\/)[^./]+)$/;

/** The file that `node` starts: one of the project, or a program of a dependency. */
function startedFile({ command: [program, ...words], entry }: StartPlan): string | undefined {
  if (program !== 'node') return undefined;
  return [entry, ...words].find(word => word !== undefined && !word.startsWith('-') && JAVASCRIPT.test(word));
}

function requireScripts(project: NodejsProject, gate: Gate): void {
  for (const { script } of gate._steps) {
    if (script !== undefined && !Object.prototype.hasOwnProperty.call(project.scripts, script)) {
      throw new ImageError(`gate "${gate.name}" runs the script ${JSON.stringify(script)}, which package.json does not have; `
        + `it has ${Object.keys(project.scripts).sort().join(', ') || 'none'}`);
    }
  }
}
