import { Tag } from '../context-program';
import { StepFailure } from '../step';
import { isText, jsonOf, required } from '../world/variables';
import { World } from '../world/world';

/** The further tags of the image. */
export function tagsOf(world: World): readonly Tag[] {
  return jsonOf(world, 'TAGS', json => Array.isArray(json) && json.every(tag => isText(tag?.tag))
    ? json.map(({ tag, moving }) => ({ tag, moving: moving === true }))
    : undefined);
}

/** Message about a fixed tag that another image has. */
export function conflict(world: World, tag: string, there: string, digest: string): StepFailure {
  return new StepFailure(`the tag ${tag} of ${required(world, 'REPOSITORY')} holds ${there} and would have to hold ${digest}: give this image another tag `
    + '(raise the version, for example), or delete the tag from the repository');
}
