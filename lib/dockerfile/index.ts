export { Dockerfile, DockerfileProps } from './dockerfile';
export { DockerIgnore, DockerIgnoreProps } from './docker-ignore';
export { From } from './from';
export { HealthTiming, healthTiming } from './health-timing';
export { Instruction } from './instruction';
export { CopyOptions, HealthCheckTiming, RunOptions } from './instruction-options';
export { BindMountOptions, CacheMountOptions, CacheSharing, Mount, SecretMountOptions } from './mount';
export { Stage, StageProps } from './stage';
