import { Packages } from '../scripts/packages';
import { flattenScript, ScriptCycle, StartStep } from '../start/flatten-script';
import { isCallOf } from './build-tool';
import { BUILD_TOOLS } from './build-tools';

/**
 * Tells whether a step of another script does nothing but build, which needs no doing once it is built.
 */
export function buildStepFilter(packages: Packages, buildScript: string | undefined): (step: StartStep) => boolean {
  if (buildScript === undefined) return () => false;
  const flat = flattenScript(packages, '', buildScript);
  const key = (step: StartStep) => `${step.directory}:${step.text}`;
  const texts = new Set(flat instanceof ScriptCycle ? [] : flat.steps.map(key));
  return step => texts.has(key(step)) || (step.invocation !== undefined && BUILD_TOOLS.some(tool => isCallOf(tool, step.invocation!)));
}
