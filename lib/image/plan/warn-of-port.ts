import { ProjectWarning } from '../../project/index';
import { ImagePlan } from './image-plan';

/** The variable where a shell puts it in as it is, without a default. */
const TAKEN = /\$(PORT\b|\{PORT\})/;
/** Where the line gives it a value itself. */
const GIVEN = /\bexport PORT\b|\$\{PORT:?=/;

/** Warns of a start that takes PORT from whoever runs it, as hosting platforms give it, and no image has it by itself. */
export function warnOfPort({ command }: ImagePlan['start'], environment: { readonly [name: string]: string }, warnings: ProjectWarning[]): void {
  const line = command.find(word => TAKEN.test(word) && !GIVEN.test(word));
  if (line === undefined || Object.hasOwn(environment, 'PORT')) return;
  warnings.push({
    id: 'start-takes-port',
    message: `the container starts ${JSON.stringify(line)}, and nothing in the image sets PORT: set the prop "port", or give PORT to each container`,
  });
}
