import { HealthTiming } from '../../dockerfile/index';
import { NodejsProject } from '../../project/index';
import { BaseImage } from '../base-image';
import { BuildSecret, BuildStep } from '../build-secret';
import { Bundling } from '../bundling';
import { ModulePruning } from '../module-pruning';
import { PlannedGate } from './gates';
import { ProgramsPlan } from './programs';
import { ReleaseFiles } from './release-files';
import { PlannedService } from './services';
import { StartPlan } from './start';
import { StartGatePlan } from './start-gate';
import { ToolCache } from './tool-caches';

/** Every decision about an image; the stages are written from it. */
export interface ImagePlan {
  readonly project: NodejsProject;
  readonly base: ReturnType<BaseImage['_resolve']> & { readonly name: string };
  readonly programs: ProgramsPlan;
  readonly gates: readonly PlannedGate[];
  /** How the image is started before it is the release. */
  readonly startGate?: StartGatePlan;
  /** The services of all gates. */
  readonly services: readonly PlannedService[];
  /** The script that builds, where package.json has it, and what runs behind it. */
  readonly build?: { readonly script?: string; readonly commands: readonly string[] };
  /** True if the build has a network. */
  readonly buildNetwork: boolean;
  readonly buildEnvironment: Readonly<Record<string, string>>;
  readonly buildArgs: readonly string[];
  readonly secrets: readonly BuildSecret[];
  readonly start: StartPlan;
  readonly init: boolean;
  readonly port?: number;
  readonly environment: Readonly<Record<string, string>>;
  readonly user: string;
  readonly healthCheck: readonly string[] | undefined;
  readonly healthTiming: HealthTiming;
  readonly labels: Readonly<Record<string, string>>;
  readonly releaseFiles: ReleaseFiles;
  /** True if the release has production dependencies. */
  readonly needsProductionDependencies: boolean;
  /** Files that are left out of the dependencies in the image. */
  readonly pruning: ModulePruning;
  /** Caches that the builder keeps for the tools that build. */
  readonly toolCaches: readonly ToolCache[];
  /** How the application is bundled; undefined where it is not. */
  readonly bundling?: Bundling;
  readonly writableDirectories: readonly string[];
  readonly warnings: ReadonlyArray<{ readonly id: string; readonly message: string }>;
}

/** The secrets that a step sees. */
export function secretsFor(plan: ImagePlan, step: BuildStep): BuildSecret[] {
  return plan.secrets.filter(secret => secret.steps.includes(step));
}
