import { Dockerfile, DockerIgnore, HealthTiming, Stage } from '../dockerfile/index';
import { NodejsProject, ProjectFact, ProjectWarning } from '../project/index';
import { requireProps } from '../props/index';
import { ContextFile } from './context-file';
import { contextFiles } from './context-files';
import { contextRules } from './context-rules';
import { additions, customize } from './customize';
import { Gate } from './gate';
import { headerComments } from './header';
import { ImageError } from './image-error';
import { mermaid } from './mermaid';
import { networkFact } from './network-access';
import { NodejsDockerfileOptions, NodejsImageOptions } from './nodejs-image-options';
import { ImagePlan } from './plan/image-plan';
import { planImage } from './plan/plan-image';
import { toolCachesFact } from './plan/tool-caches';
import { NODEJS_DOCKERFILE_OPTIONS, NODEJS_IMAGE_OPTIONS } from './shapes';
import { bundleStages } from './stages/bundle';
import { gateStages } from './stages/gates';
import { baseStage, buildStage, depsStage, manifestsStage, productionDepsStage, productionManifestsStage, productionTree, sourceStage } from './stages/install';
import { listsModules, modulesStages } from './stages/modules';
import { programsStage } from './stages/programs';
import { appStage, filesStage, RELEASE, releaseStage } from './stages/release';
import { serviceStages } from './stages/services';
import { APP, startGateStage } from './stages/start-gate';
import { allModulesStage, packagesStage } from './stages/workspace';

/**
 * The Dockerfile of a Node.js project. Pure: the same project and options give the same bytes.
 */
export class NodejsDockerfile {
  /**
   * Reads a project and plans its image.
   *
   * @throws if the directory is not a project that can be read, or what cannot be told from it is not given.
   */
  public static fromDirectory(options: NodejsImageOptions): NodejsDockerfile {
    requireProps('NodejsDockerfile.fromDirectory()', options, NODEJS_IMAGE_OPTIONS, ImageError);
    return NodejsDockerfile._inRepository(undefined, options);
  }

  /**
   * Reads a project and plans its image, where the root of the repository is known, or else told by `.git`.
   *
   * @internal
   */
  public static _inRepository(root: string | undefined, options: NodejsImageOptions): NodejsDockerfile {
    const { directory, projectRoot, rootFiles, nodeVersion, packageManager, buildScript, allow, installScripts: dependencyScripts } = options;
    const project = NodejsProject._inRepository(root, directory, {
      projectRoot, rootFiles, nodeVersion, packageManager, buildScript, allow, dependencyScripts,
    });
    return new NodejsDockerfile(project, options);
  }

  /**
   * Plans the image of a project that was read or described before.
   *
   * @throws if what cannot be told from the project is not given.
   */
  public static fromProject(project: NodejsProject, options: NodejsDockerfileOptions = {}): NodejsDockerfile {
    requireProps('NodejsDockerfile.fromProject()', options, NODEJS_DOCKERFILE_OPTIONS, ImageError);
    requireSameScripts(project, options);
    return new NodejsDockerfile(project, options);
  }

  /** The project. */
  public readonly project: NodejsProject;
  /** The stages, in order; the last one is the release. */
  public readonly stages: Stage[];
  /** The images of registries that its stages start from or take files from, each once, without those of build arguments. */
  public readonly baseImages: string[];
  /** Rules for the files that enter the build context. */
  public readonly dockerIgnore: DockerIgnore;
  /** Files of ours that have to be in the build context. */
  public readonly contextFiles: ContextFile[];
  /** The gates, in the order in which they are given; the one that starts the image is the last. */
  public readonly gates: Gate[];
  /** The port the application listens on, where it is known. */
  public readonly port?: number;
  /** The command that asks the container whether it is well, as a list of words; none where there is no check. */
  public readonly healthCheckCommand?: string[];
  /** True if the image brings an init. */
  public readonly init: boolean;
  /** Warnings for the author of the project. */
  public readonly warnings: ProjectWarning[];
  /** Every decision, with its source and its reason. */
  public readonly facts: ProjectFact[];
  /**
   * Files that enter the build context though they look like secrets or git ignores them.
   *
   * @internal
   */
  public readonly _allow: { readonly [path: string]: string };
  private readonly plan: ImagePlan;

  private constructor(project: NodejsProject, options: NodejsDockerfileOptions) {
    this.project = project;
    this.plan = planImage(project, options);
    this._allow = { ...project.allow, ...options.allow };
    this.stages = stages(this.plan, options);
    this.baseImages = [...new Set(this.stages.flatMap(stage => stage._references()).flatMap(from => from._image ?? []))];
    this.dockerIgnore = contextRules(project);
    this.contextFiles = contextFiles(this.plan);
    this.gates = [...this.plan.gates.map(({ gate }) => gate), ...this.plan.startGate ? [this.plan.startGate.gate] : []];
    this.port = this.plan.port;
    this.healthCheckCommand = this.plan.healthCheck && [...this.plan.healthCheck];
    this.init = this.plan.init;
    this.warnings = [...this.plan.warnings];
    this.facts = [...project.facts, this.plan.releaseFiles.fact, networkFact(this.plan), ...toolCachesFact(this.plan.toolCaches)];
  }

  /**
   * The same Dockerfile, whose lists are lists of its own.
   *
   * @internal
   */
  public _copy(): NodejsDockerfile {
    const lists = Object.entries(this).filter(([, value]) => Array.isArray(value)).map(([name, value]) => [name, [...value]]);
    const own = { stages: this.stages.map(stage => stage.extend([], [])) };
    return Object.assign(Object.create(NodejsDockerfile.prototype), this, Object.fromEntries(lists), own);
  }

  /**
   * When the command of the health check runs.
   *
   * @internal
   */
  public get _healthTiming(): HealthTiming {
    return this.plan.healthTiming;
  }

  /**
   * The file of the project that the image starts, relative to it.
   *
   * @internal
   */
  public get _entry(): string | undefined {
    return this.plan.start.entry;
  }

  /**
   * The files that the release is to have by the will of the user, relative to where dependencies are installed, by the prop
   * that names them.
   *
   * @internal
   */
  public get _releaseFiles(): ReadonlyArray<readonly [prop: string, path: string]> {
    const { only, included } = this.plan.releaseFiles;
    return [...only.map(path => ['releaseFiles', path] as const), ...included.map(path => ['includeFiles', path] as const)];
  }

  /**
   * The names of gates that pass whatever their tests say, as far as that can be read from what they run.
   *
   * @internal
   */
  public get _unprovenGates(): string[] {
    return this.plan.gates.filter(({ unproven }) => unproven).map(({ gate }) => gate.name);
  }

  /** The text of the Dockerfile. */
  public render(): string {
    return new Dockerfile({ comments: headerComments(this.plan), stages: this.stages }).render();
  }

  /** The stages as a Mermaid flowchart. */
  public toMermaid(): string {
    return mermaid(this.stages);
  }
}

/** Whose scripts run is a fact of a project, and decides about its base image: it cannot be changed once the project was read. */
function requireSameScripts({ _reading: { installation: { only } } }: NodejsProject, { installScripts }: NodejsDockerfileOptions): void {
  if (installScripts !== undefined && JSON.stringify(installScripts.packages) !== JSON.stringify(only)) {
    throw new ImageError('NodejsDockerfile.fromProject(): "installScripts" is another one than the project was read with; '
      + 'give it as "dependencyScripts" to NodejsProject.fromDirectory()');
  }
}

function stages(plan: ImagePlan, options: NodejsDockerfileOptions): Stage[] {
  const customizations = options.customize ?? [];
  const { before, after } = additions([RELEASE, APP], customizations);
  const app = appStage(plan, before, after);
  const all = [
    ...programsStage(plan),
    baseStage(plan),
    manifestsStage(plan),
    depsStage(plan),
    ...productionTree(plan).length && !plan.start.developmentDependencies ? [...productionManifestsStage(plan), productionDepsStage(plan)] : [],
    ...productionTree(plan).length ? [...allModulesStage(plan), ...listsModules(plan) ? [] : modulesStages(plan)] : [],
    sourceStage(plan),
    ...packagesStage(plan),
    ...plan.build ? [buildStage(plan)] : [],
    ...serviceStages(plan),
    ...gateStages(plan),
    filesStage(plan),
    ...bundleStages(plan),
    ...listsModules(plan) ? modulesStages(plan) : [],
    ...plan.startGate ? [app, ...startGateStage(plan, app)] : [],
  ];
  return customize(all, releaseStage(plan, app), customizations);
}
