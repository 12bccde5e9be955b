export {
  CacheMountOptions, CopyOptions, Dockerfile, DockerfileProps, DockerIgnore, DockerIgnoreProps, From, HealthCheckTiming, Instruction,
  Mount, RunOptions, SecretMountOptions, Stage, StageProps,
} from './dockerfile/index';
export {
  CacheMount, InstallContext, InstalledPackage, InstallScript, InstallScriptNeeds, ManifestRemoval, NativeModules, NodejsDirectoryOptions,
  NodejsProject, NodejsProjectOptions, NodejsProjectProps, NodejsVersion, PackageManager, ProjectFact, ProjectWarning,
  ReleaseFile, RootEntry, StartCommand,
  Workspace, WorkspacePackage,
} from './project/index';
export {
  BaseImage, BaseImageProps, BuildSecret, BuildSecretOptions, BuildStep, ContextFile, Gate, GateOptions, HealthCheck, NodejsDockerfile,
  NodejsDockerfileOptions, NodejsImageOptions, ScriptChoiceOptions, StageCustomization, StartScript, TestReport,
} from './image/index';
export {
  AwsBuildSecret, CloudBuildOptions, DestinationOptions, GitCommitTagOptions, ImageRepository, ImageRepositoryProps, ImageTag, INodejsImage,
  LocalBuildOptions, NodejsImageAsset, NodejsImageAssetProps, NodejsImageBase, NodejsImageBuild, NodejsImageBuildProps, NodejsImageDeployment,
  NodejsImageDeploymentProps, NodejsImageSource, PackageVersionTagOptions, SecretsManagerBuildSecretOptions,
} from './delivery/index';
export {
  AcceptedFinding, FindingLimits, ImageSbom, ImageSbomOptions, ImageScan, ImageScanOptions, ImageSigning, SbomTool, SbomToolDownload,
} from './pipeline/index';
