import { ImagePlan } from './image-plan';

/** The facts that shape the Dockerfile, by the names they have at its top. */
const SHAPING: readonly (readonly [string, string])[] = [
  ['workspace', 'package of a monorepo'],
  ['nodeVersion', 'node'],
  ['packageManager', 'package manager'],
  ['nativeModules', 'native modules'],
  ['framework', 'framework'],
  ['buildScript', 'build script'],
  ['buildOutput', 'build output'],
  ['startCommand', 'start'],
];

/** What stands at the top of the Dockerfile: the decisions, where they come from, and why. */
export function headerComments(plan: ImagePlan): string[] {
  const { project, gates } = plan;
  const facts = SHAPING.flatMap(([name, title]) => project.facts.filter(fact => fact.name === name && fact.value !== '')
    .map(fact => `${title}: ${fact.value} (${fact.source}: ${fact.reason})`));
  return [
    `the image of ${project.packageName ?? 'a Node.js project'}, made by cdk-nodejs-image`,
    ...facts,
    `gates: ${gates.map(({ gate }) => gate.name).join(', ') || `none, ${plan.warnings.some(({ id }) => id === 'no-gate') ? 'for there is no test script' : 'as gates: [] says'}`}`,
  ];
}
