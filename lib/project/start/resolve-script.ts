import { scriptOf } from '../manifest/manifest';
import { sourceOfScript } from '../manifest/other-starts';
import { flattenScript, ScriptCycle, StartStep } from '../scripts/flatten-script';
import { environmentOf, isStatic } from '../scripts/invocation';
import { ScriptContext } from '../scripts/script-context';
import { runningShell } from '../scripts/script-shell';
import { parseScript } from '../text/shell/parse-script';
import { idleReason } from './idle-steps';
import { StartResolution } from './start-resolution';
import { StepResolver } from './step-resolver';

/**
 * Finds out what running a script of the project runs, without the package manager in between: it would
 * keep signals from the application.
 */
export function resolveScript(context: ScriptContext, name: string): StartResolution {
  const source = sourceOfScript(context.files, name);
  const flat = flattenScript(context.packages, '', name);
  if (flat instanceof ScriptCycle) {
    const reason = `the script calls itself: ${flat.path.join(' -> ')}`;
    return { source, reason, warnings: [{ id: 'start-script-cycle', message: reason }], forDevelopment: true };
  }
  const resolver = new StepResolver(context, name);
  const kept = needed(context, flat.steps, resolver);
  flat.notes.forEach(note => resolver.note(note));
  // A script may come to nothing, like `cd server`.
  const steps = (kept.length > 0 ? kept : [{ directory: '', text: scriptOf(context.packages.at('')!, name)! }]).map((step, index, all) => resolver.resolve(step, index === all.length - 1));
  if (flat.afterwards.length > 0) {
    resolver.warnings.push({ id: 'start-post-script', message: `${flat.afterwards.join(', ')} does not run: the container ends with the application` });
  }
  const last = steps[steps.length - 1];
  const alone = steps.length === 1 && last.directory === '' ? last.invocation : undefined;
  const direct = alone && isStatic(alone) && resolver.runsDirectly(alone) ? alone : undefined;
  const line = direct ? '' : resolver.compose(steps);
  const shell = runningShell(context.scriptShell, line);
  const rest = {
    script: name,
    entry: resolver.entry,
    ...resolver.forDevelopment ? { developmentDependencies: true } : {},
    ...resolver.programs.size > 0 ? { programs: [...resolver.programs] } : {},
  };
  if (keepsSignals(line)) {
    resolver.warnings.push({
      id: 'start-keeps-signals',
      message: `${source} is run by a shell that hands on no signal to what it runs in a pipe or in the background: when the container stops, the application is killed without being asked to end; `
        + 'start it alone, by a script of its own, "startScript" or "command"',
    });
  }
  const command = direct
    ? { argv: direct.words.map(({ text }) => text), environment: { ...resolver.environment, ...environmentOf(direct) }, shell: false, ...rest }
    : { argv: [shell.program, '-c', line], environment: resolver.environment, shell: true, ...rest };
  return {
    command,
    source,
    reason: [direct ? 'runs without a shell, so that it gets SIGTERM' : `needs a shell${shell.source === undefined ? '' : `, which is ${shell.name ?? shell.program} (${shell.source})`}`, ...new Set(resolver.reasons)].join('; '),
    warnings: resolver.warnings,
    forDevelopment: resolver.forDevelopment,
    port: resolver.port,
  };
}

/** True if a line runs something in a pipe, or in the background. */
function keepsSignals(line: string): boolean {
  return line !== '' && parseScript(line)?.commands.some(({ after, before }) => [after, before].some(operator => operator === '|' || operator === '|&' || operator === '&')) === true;
}

/**
 * The steps that a container takes: what the image has done already, and what it does without, are left out.
 */
function needed(context: ScriptContext, steps: readonly StartStep[], resolver: StepResolver): StartStep[] {
  const useful = steps.filter(step => {
    const reason = idleReason(step);
    if (reason !== undefined) resolver.reasons.push(reason);
    return reason === undefined;
  });
  const kept = useful.filter((step, index) => index === useful.length - 1 || !context.isBuild(step));
  if (kept.length < useful.length) resolver.reasons.push('what builds is left out, for the image is built');
  return kept;
}

/**
 * True if the project has a script of this name.
 */
export function hasScript(context: ScriptContext, name: string): boolean {
  return scriptOf(context.packages.at('')!, name) !== undefined;
}
