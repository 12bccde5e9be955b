import { buildsOf } from '../promote/handed-on';
import { StepFailure } from '../step';
import { given } from '../world/variables';
import { World } from '../world/world';
import { BuildRecord } from './provenance';

/**
 * Builds that took part, as another action handed them on or as JSON; nothing where it is neither. They are checked before anything
 * is called.
 */
export function buildsIn(world: World): () => readonly BuildRecord[] | undefined {
  const [handedOn, json] = [given(world, 'BUILT'), given(world, 'BUILDS')];
  if (handedOn === undefined) return () => json === undefined ? undefined : buildsOfJson(json);
  const builds = buildsOf(handedOn);
  return () => builds;
}

function buildsOfJson(text: string): readonly BuildRecord[] {
  try {
    const builds = JSON.parse(text);
    if (Array.isArray(builds) && builds.every(isBuild)) return builds;
  } catch {
    // as where it is JSON of another kind
  }
  throw new StepFailure('the variable BUILDS is not the JSON that it should be', text);
}

function isBuild(value: any): value is BuildRecord {
  return value !== null && typeof value === 'object' && typeof value.arn === 'string';
}
