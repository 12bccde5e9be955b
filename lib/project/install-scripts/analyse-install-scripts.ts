import { scriptOf } from '../manifest/manifest';
import { InstallScript, InstallScriptNeeds } from '../model/install-script';
import { PackageManager } from '../package-managers/package-manager';
import { findBin } from '../scripts/dependency-bins';
import { programOf } from '../scripts/invocation';
import { ScriptStep, walkScript } from '../scripts/walk-script';
import { InstallScriptAnalysis, isForDevelopment, readsSources, Recognition, KnownScriptContext } from './known-script';
import { KNOWN_SCRIPTS } from './known-scripts';

/**
 * Context for looking at install scripts.
 */
export type AnalysisContext = Omit<KnownScriptContext, 'script' | 'analyse'>;

/**
 * Looks at every script that installing a package runs.
 */
export function analyseInstallScripts(
  context: AnalysisContext,
  manager: PackageManager,
  directory: string,
  outer: readonly string[] = [],
  lifecycle: readonly string[] = manager._definition.installLifecycle,
): InstallScriptAnalysis {
  const analyse = (nestedManager: PackageManager, nested: string) => outer.includes(nested)
    ? undefined
    : analyseInstallScripts(context, nestedManager, nested, [...outer, nested]);
  const { productionLifecycle, implicitScript } = manager._definition;
  const manifest = context.packages.at(directory)!;
  const written = lifecycle.flatMap(name => {
    const command = scriptOf(manifest, name);
    return command === undefined ? [] : [{ name, command }];
  });
  const implicit = implicitScript && !implicitScript.unless.some(name => scriptOf(manifest, name) !== undefined)
    && context.files.kind([directory, implicitScript.file].filter(Boolean).join('/')) === 'file' ? [implicitScript] : [];
  const results = [...implicit, ...written].map(({ name, command }) => {
    const steps = walkScript(context.packages, directory, command);
    const recognitions = steps.map(step => ({ step, ...recognise(step, { ...context, analyse, script: name }) }));
    const skipped = !productionLifecycle.includes(name);
    return { recognitions, script: combine(name, command, recognitions, skipped ? manager._definition.title : undefined, context) };
  });
  return {
    scripts: results.map(({ script }) => script),
    files: results.flatMap(({ recognitions }) => recognitions.flatMap(({ files }) => files)),
    nested: results.flatMap(({ recognitions }) => recognitions.flatMap(({ nested }) => nested)),
    nestedInProduction: results.filter(({ script }) => script.production)
      .flatMap(({ recognitions }) => recognitions.flatMap(({ nestedInProduction }) => nestedInProduction)),
  };
}

type Recognised = Recognition & { readonly step: ScriptStep };

function recognise(step: ScriptStep, context: KnownScriptContext): Recognition {
  for (const knownScript of KNOWN_SCRIPTS) {
    const recognition = knownScript(step, context);
    if (recognition) return recognition;
  }
  const program = programOf(step) ?? 'the script';
  return readsSources(!isForDevelopment(context.script), `what ${program} reads is not known`);
}

function combine(
  name: string,
  command: string,
  recognitions: readonly Recognised[],
  skippedBy: string | undefined,
  context: AnalysisContext,
): InstallScript {
  const reasons = [...new Set(recognitions.map(({ reason }) => reason))];
  const lacking = skippedBy === undefined ? recognitions.flatMap(recognition => lackingProgram(recognition, context) ?? [])[0] : undefined;
  const wanted = recognitions.some(({ production }) => production) || recognitions.every(({ production }) => production === undefined);
  if (lacking) {
    reasons.push(`${lacking} is a development dependency`);
    if (wanted) {
      context.findings.warn('install-script-needs-dev-dependency', `the script ${name} runs ${lacking}, a development dependency, so it is left out where production dependencies are installed: if they need it, move it to dependencies`);
    }
  }
  if (skippedBy !== undefined) reasons.push(`${skippedBy} does not run it in a production install`);
  return {
    name,
    command,
    needs: recognitions.some(({ needs }) => needs === InstallScriptNeeds.SOURCES) ? InstallScriptNeeds.SOURCES : InstallScriptNeeds.MANIFESTS,
    production: wanted && !lacking && skippedBy === undefined,
    reason: reasons.join('; '),
  };
}

/**
 * The program by which a step ends a production install, because it is not there; undefined if there is none.
 */
function lackingProgram({ step }: Recognised, context: AnalysisContext): string | undefined {
  const manifest = step.directory === undefined ? undefined : context.packages.at(step.directory);
  if (!manifest || step.guarded) return undefined;
  const programs = [...step.through, ...step.fetched ? [] : [programOf(step) ?? '']];
  return programs.find(program => findBin(program, manifest, undefined)?.production === false);
}
