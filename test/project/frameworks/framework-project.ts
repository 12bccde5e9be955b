import { NodejsProject } from '../../../lib/project';
import { project, ProjectContent } from '../project-directory';

/**
 * A project with these dependencies and scripts.
 */
export function frameworkProject(dependencies: readonly string[], scripts: { [name: string]: string }, content: ProjectContent = {}): NodejsProject {
  return project({ 'package.json': { scripts, dependencies: Object.fromEntries(dependencies.map(name => [name, '*'])) }, ...content });
}
