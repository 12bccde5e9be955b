import { CacheSharing, Instruction, Mount } from '../../dockerfile/index';
import { BuildStep } from '../build-secret';
import { WORKDIR } from '../paths';
import { ImagePlan } from '../plan/image-plan';
import { gateArguments } from './gate-arguments';
import { GATE_PROGRAM } from './programs';
import { secretMounts } from './secret-mounts';

/** The step that builds. Where it has no network, a program runs its commands that says so if they fail by that. */
export function buildStep(plan: ImagePlan, commands: readonly string[][], mounts: readonly Mount[]): Instruction {
  const all = [...mounts, ...toolCacheMounts(plan), ...secretMounts(plan, BuildStep.BUILD)];
  return plan.buildNetwork ? Instruction.runAll([...commands], { mounts: all })
    : Instruction.run([...GATE_PROGRAM.words(plan), 'offline', '--', ...gateArguments([...commands])], {
      mounts: [...GATE_PROGRAM.mounts(plan), ...all].filter((mount, index, list) => list.findIndex(other => sameMount(other, mount)) === index),
      network: false,
    });
}

function toolCacheMounts({ toolCaches }: ImagePlan): Mount[] {
  return toolCaches.map(({ id, directory }) => Mount.cache(id, `${WORKDIR}/${directory}`, { sharing: CacheSharing.PRIVATE }));
}

function sameMount(one: Mount, other: Mount): boolean {
  return JSON.stringify(one._fields) === JSON.stringify(other._fields);
}
