import { BUNDLER } from '../../project/dated-facts/dated-facts';
import { NodejsProject, runtimeOf } from '../../project/index';
import { Bundling } from '../bundling';
import { StartPlan } from './start';

/** Decides whether the application is bundled. Where it is asked for and cannot be, a warning says why. */
export function planBundling(
  project: NodejsProject, own: Bundling | undefined, start: StartPlan, warnings: { id: string; message: string }[],
): Bundling | undefined {
  if (!own?.enabled) return undefined;
  const reason = REASONS.map(each => each(project, start)).find(each => each !== undefined);
  if (reason === undefined) return own;
  warnings.push({ id: 'bundling-skipped', message: `nothing is bundled, and the image is as without the prop "bundling": ${reason}` });
  return undefined;
}

type Reason = (project: NodejsProject, start: StartPlan) => string | undefined;

const REASONS: readonly Reason[] = [
  ({ framework }, start) => start.framework ? `the build of ${framework ?? 'the framework'} makes the server that starts, with what it loads; take the prop out` : undefined,
  (_, { servesFiles }) => servesFiles ? 'the image serves files and has no application in it; take the prop out' : undefined,
  (_, { developmentDependencies }) => developmentDependencies
    ? 'the container starts with dependencies of development, which compile what they load; build the application, and start what was built' : undefined,
  ({ packageManager }) => packageManager._definition.nodeOptions !== undefined
    ? 'the packages are in the archives of Plug\'n\'Play; set "nodeLinker: node-modules" in .yarnrc.yml, or take the prop out' : undefined,
  (_, { entrypoint, command }) => {
    const runtime = [...entrypoint, ...command].flatMap(word => word.split(/[\s;&|()]+/)).find(word => runtimeOf(word) !== undefined);
    return runtime === undefined ? undefined : `the container starts ${runtime}, which is not Node.js; take the prop out`;
  },
  (_, { entry }) => entry !== undefined && /\.[cm]?tsx?$/.test(entry) ? `the image starts ${entry}, which is TypeScript; build it, and start what was built` : undefined,
  ({ nodeVersion }) => nodeVersion.line < BUNDLER.nodeLine ? `esbuild runs on Node.js ${BUNDLER.nodeLine} and later, and the project's line is ${nodeVersion.line}` : undefined,
];
