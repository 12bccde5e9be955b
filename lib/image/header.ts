import { ImagePlan } from './plan/image-plan';
import { START_GATE } from './plan/start-gate';

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
  ['port', 'port'],
  ['listenAddress', 'address'],
];

/** Comments at the top of the Dockerfile: the decisions, where they come from, and why. */
export function headerComments(plan: ImagePlan): string[] {
  const { project } = plan;
  const facts = SHAPING.flatMap(([name, title]) => project.facts.filter(fact => fact.name === name && fact.value !== '' && holds(plan, name))
    .map(fact => `${title}: ${fact.value} (${fact.source}: ${fact.reason})`));
  return [
    `the image of ${project.packageName ?? 'a Node.js project'}, made by cdk-nodejs-image`,
    ...facts,
    gatesComment(plan),
  ];
}

/** The gates; where there is none, why. */
function gatesComment({ gates, startGate, warnings }: ImagePlan): string {
  const names = gates.map(({ gate }) => gate.name);
  const none = names.length ? '' : warnings.some(({ id }) => id === 'no-gate') ? 'for there is no test script' : 'as gates: [] says';
  if (startGate === undefined) return `gates: ${names.join(', ') || `none, ${none}`}`;
  return `gates: ${[...names, START_GATE].join(', ')}${none && ` alone, ${none}`}`;
}

/** True if the image is made as a fact says: an option may say otherwise. */
function holds({ project, port }: ImagePlan, name: string): boolean {
  return name !== 'port' || port === project.port;
}
