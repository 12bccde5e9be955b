import './require-peers'; // before anything that imports them

export {
  BindMountOptions, CacheMountOptions, CacheSharing,
  CopyOptions, Dockerfile, DockerfileProps, DockerIgnore, DockerIgnoreProps, From, HealthCheckTiming,
  Instruction, Mount, RunOptions, SecretMountOptions, Stage, StageProps,
} from './dockerfile/index';
export {
  CacheMount, InstallContext, InstalledPackage, InstallScript, InstallScriptNeeds, InstallScripts, ManifestRemoval, NativeModules,
  NodejsDirectoryOptions,
  NodejsProject, NodejsProjectOptions, NodejsProjectProps, NodejsVersion, PackageManager, ProjectFact, ProjectWarning,
  ReleaseFile, RootEntry, StartCommand,
  Workspace, WorkspacePackage,
} from './project/index';
export {
  BaseImage, BaseImageProps, BuildSecret, BuildSecretOptions, BuildStep, Bundling, CommonServiceOptions, ContextFile, DatabaseServiceOptions,
  EsbuildOptions, Gate, GateOptions, GateUser, HealthCheck, ModulePruning,
  ModulePruningOptions, NodejsDockerfile, NodejsDockerfileOptions, NodejsImageOptions, OfficialImageOptions, RequiredStartGateOptions,
  ScriptChoiceOptions, Service, ServiceOptions, ServiceProbe, ServiceProps, StageCustomization, StartGate, StartGateOptions, StartScript, TestReport,
  ToolCaches, ToolCachesOptions,
} from './image/index';
export {
  AwsBuildSecret, CloudBuildOptions, DestinationOptions, GitCommitTagOptions, ImageInfrastructure, ImageInfrastructureOptions, ImageRepository,
  ImageRepositoryProps, ImageSbom, ImageSbomOptions, ImageSigning, ImageTag, INodejsImage, LocalBuildOptions, ManagedSigning,
  ManagedSigningProps, NodejsImageAsset, NodejsImageAssetProps,
  NodejsImageBase, NodejsImageBuild, NodejsImageBuildProps, NodejsImageDeployment, NodejsImageDeploymentProps, NodejsImageSource,
  PackageVersionTagOptions, SbomTool, SbomToolDownload, SecretsManagerBuildSecretOptions, SigningOptions,
} from './delivery/index';
export { AdmissionKey, ImageAdmission, ImageAdmissionProps, OtherImages } from './admission/index';
export {
  AcceptedFinding, AppRunnerDeploymentOptions, CodeCommitSourceOptions, ConnectionSourceOptions, DeploymentOptions, DeploymentTarget,
  DockerfileOrigin, EcsDeploymentOptions, FindingLimits, ImageAlarmOptions, ImageEnvironment, ImageMetrics, ImagePipelineOptions, ImageScan,
  ImageScanOptions, LambdaDeploymentOptions, MonorepoImage, NodejsImagePipeline,
  NodejsImagePipelineProps, NodejsImageProject, NodejsImageProjectProps, NodejsImageStages, NodejsImageStagesProps, NodejsImageStep,
  NodejsImageStepProps, NodejsMonorepoPipeline, NodejsMonorepoPipelineProps, ObservationOptions, PipelineImageOptions, PipelineSource,
  S3SourceOptions, SourceFilters,
} from './pipeline/index';
