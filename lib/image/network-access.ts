import { ProjectFact } from '../project/index';
import { ImagePlan } from './plan/image-plan';
import { packagesToBuild } from './stages/workspace';

/** Step of a build, and whether it may reach more than the loopback address. */
interface StepAccess {
  readonly step: string;
  readonly network: boolean;
}

/** The steps that run something of the project or of its dependencies, and what each may reach, as a fact. */
export function networkFact(plan: ImagePlan): ProjectFact {
  const steps = accessOf(plan);
  const named = (network: boolean) => steps.filter(step => step.network === network).map(({ step }) => step);
  const [open, closed] = [named(true), named(false)];
  return {
    name: 'network',
    value: [`${open.join(', ')}: any address`, ...closed.length ? [`${closed.join(', ')}: the loopback address alone`] : []].join('; '),
    source: plan.buildNetwork ? 'default' : 'props: buildNetwork',
    reason: 'installing needs registries; the build has a network unless buildNetwork says otherwise, and gates have none unless they ask for it',
  };
}

function accessOf(plan: ImagePlan): StepAccess[] {
  const { project, gates, startGate, build, buildNetwork } = plan;
  const { ofDependencies, ofMembers, own } = project._reading.installation;
  return [
    { step: 'install', network: true },
    ...ofDependencies || ofMembers || own.length ? [{ step: 'install scripts', network: true }] : [],
    ...build || packagesToBuild(project).length ? [{ step: 'build', network: buildNetwork }] : [],
    ...gates.map(({ gate }) => ({ step: `gate ${gate.name}`, network: gate.network })),
    ...startGate ? [{ step: 'start gate', network: false }] : [],
  ];
}
