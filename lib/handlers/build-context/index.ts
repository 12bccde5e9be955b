import { mkdirSync, readFileSync, realpathSync, renameSync, rmSync, writeFileSync } from 'fs';
import { join } from 'path';
import { MadeContext, makeContext } from '../../pipeline/context/make-context';
import { CONTEXT_DIRECTORY, RESULT_FILE } from '../../pipeline/context/result';
import { draftImages } from '../../pipeline/monorepo/draft-images';
import { ImagesPlan } from '../../pipeline/monorepo/images-plan';
import { IMAGES_FILE } from '../../steps/context-program';

/** Errors whose text is for people; of any other the kind is told too. */
const EXPECTED = ['DeliveryError', 'DockerfileError', 'ImageError', 'PipelineError', 'ProjectError'];

/** Where the checkout is, and where to write to. */
interface Place {
  readonly source: string;
  readonly output: string;
  readonly sourceVersion?: string;
}

/** Makes the build context of a checkout, or those of the images of a monorepo; `ContextResult` and `ImagesResult` say of what, and what of it is written where. */
function main(environment: NodeJS.ProcessEnv): void {
  const [planFile, source, output] = ['PLAN', 'SOURCE', 'OUTPUT'].map(name => variable(environment, name));
  const plan = JSON.parse(readFileSync(planFile, 'utf8'));
  mkdirSync(output, { recursive: true });
  const place = { source: realpathSync(source), output: realpathSync(output), sourceVersion: environment.SOURCE_VERSION };
  if ('images' in plan) {
    makeAll(plan, place, JSON.parse(readFileSync(variable(environment, 'RELEASED'), 'utf8')));
    return;
  }
  const made = makeContext({ plan, ...place });
  rmSync(join(output, CONTEXT_DIRECTORY), { recursive: true, force: true });
  renameSync(made.directory, join(output, CONTEXT_DIRECTORY));
  writeFileSync(join(output, RESULT_FILE), `${JSON.stringify(made.result, undefined, 2)}\n`);
  console.log(described(made));
}

/** An image that cannot be made of the checkout is told of, and leaves the others alone. */
function makeAll(plan: ImagesPlan, place: Place, released: { [name: string]: string }): void {
  const { images } = draftImages({
    plan, ...place, released,
    isRefusal: error => EXPECTED.includes((error as Error).name),
    tell: (name, draft) => console.log(`${name}: ${described(draft).replaceAll('\n', `\n${name}: `)}`),
  });
  const told = images.map(image => 'error' in image ? { ...image, error: oneLine(image.error) } : image);
  writeFileSync(join(place.output, IMAGES_FILE), `${JSON.stringify({ images: told })}\n`);
}

function variable(environment: NodeJS.ProcessEnv, name: string): string {
  const value = environment[name];
  if (!value) {
    throw new Error(`the variable ${name} must be a path, received ${JSON.stringify(value ?? '')}`);
  }
  return value;
}

/** Summary of the result, for people. */
function described({ dockerfile, facts, result }: MadeContext): string {
  return [
    ...[...dockerfile.facts, ...facts].filter(({ value }) => value !== '').map(({ name, value, source, reason }) => `${name}: ${value} (${source}: ${reason})`),
    ...result.warnings.map(({ message }) => `warning: ${message}`),
    `content ${result.contentTag}, tags ${result.tags.map(({ tag }) => tag).join(', ')}, gates ${result.gates.join(', ') || 'none'}`,
  ].join('\n');
}

/** A text of a checkout must not write lines of its own. */
function oneLine(text: string): string {
  // eslint-disable-next-line no-control-regex -- that is what they are
  return text.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g, ' ');
}

try {
  main(process.env);
} catch (error) {
  const { name, message } = error as Error;
  console.error(oneLine(EXPECTED.includes(name) || name === 'Error' ? message : `${name}: ${message}`));
  process.exitCode = 1;
}
