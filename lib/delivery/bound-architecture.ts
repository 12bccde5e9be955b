import { CfnResource, Stack, Token } from 'aws-cdk-lib';
import { CfnTaskDefinition, CpuArchitecture } from 'aws-cdk-lib/aws-ecs';
import { CfnFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct, IConstruct } from 'constructs';

/** Architectures that an image is built for, by the name of the construct that others know it by. */
export interface BuiltFor {
  /** The path of the construct. */
  readonly image: string;
  /** The names of the architectures, as in platforms: `amd64`. */
  readonly architectures: readonly string[];
}

/** Architecture that a service runs on, and how to say otherwise. */
interface Runs {
  /** The name of the architecture, as the service has it; undefined where it depends on something else. */
  readonly on?: string;
  readonly remedy: (own: string) => string;
}

/** The architectures of services, by the names of platforms. */
const NAMES: { readonly [name: string]: string } = { X86_64: 'amd64', x86_64: 'amd64', ARM64: 'arm64', arm64: 'arm64' };

/** How CDK's props name them. */
const MEMBERS: { readonly [name: string]: { readonly platform: string; readonly ecs: string; readonly lambda: string } } = {
  amd64: { platform: 'Platform.LINUX_AMD64', ecs: 'CpuArchitecture.X86_64', lambda: 'Architecture.X86_64' },
  arm64: { platform: 'Platform.LINUX_ARM64', ecs: 'CpuArchitecture.ARM64', lambda: 'Architecture.ARM_64' },
};

/**
 * Refuses, once everything is known, that a task or function runs an image of another architecture: it would end with
 * "exec format error" where it runs.
 *
 * @param user What the image was given to.
 */
export function requireSameArchitecture(user: IConstruct, built: BuiltFor): void {
  user.node.addValidation({ validate: () => resourcesOf(user).flatMap(resource => contradictionOf(runsOf(resource), built)) });
}

/** The same for a container of Batch, which says it by a prop of its own. */
export function requireSameFargateArchitecture(container: Construct, built: BuiltFor): void {
  const remedy = (own: string) => `fargateCpuArchitecture: ${MEMBERS[own].ecs} to the container`;
  container.node.addValidation({
    validate: () => {
      const { fargateCpuArchitecture } = container as { fargateCpuArchitecture?: CpuArchitecture };
      const on = 'fargateCpuArchitecture' in container ? fargateCpuArchitecture?._cpuArchitecture ?? 'X86_64' : undefined;
      return contradictionOf({ on, remedy }, built);
    },
  });
}

function resourcesOf(user: IConstruct): CfnResource[] {
  return [user, ...user.node.children].filter(CfnResource.isCfnResource);
}

function runsOf(resource: CfnResource): Runs | undefined {
  const value = (property: unknown) => Stack.of(resource).resolve(property);
  if (resource instanceof CfnFunction) {
    const [on = 'x86_64'] = value(resource.architectures) ?? [];
    return { on, remedy: own => `architecture: ${MEMBERS[own].lambda} to the function` };
  }
  if (resource instanceof CfnTaskDefinition) {
    const { cpuArchitecture } = value(resource.runtimePlatform) ?? {};
    // on instances of EC2 it is the instance that has an architecture
    const isFargate = value(resource.requiresCompatibilities)?.includes('FARGATE');
    return { on: cpuArchitecture ?? (isFargate ? 'X86_64' : undefined), remedy: own => `runtimePlatform: { cpuArchitecture: ${MEMBERS[own].ecs} } to the task definition` };
  }
  return undefined;
}

function contradictionOf(runs: Runs | undefined, { image, architectures }: BuiltFor): string[] {
  const on = runs?.on;
  if (on === undefined || typeof on !== 'string' || Token.isUnresolved(on) || NAMES[on] === undefined || architectures.includes(NAMES[on])) {
    return [];
  }
  return [
    `the image of ${image} is built for ${architectures.join(' and ')}, but this runs ${on}, where it would end with "exec format error"; `
    + `give ${MEMBERS[NAMES[on]].platform} to the image, or ${runs!.remedy(architectures[0])}`,
  ];
}
