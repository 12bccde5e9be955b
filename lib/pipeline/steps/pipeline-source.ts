import { ArtifactsConfig, IArtifacts, ISource, SourceConfig } from 'aws-cdk-lib/aws-codebuild';

const CODEPIPELINE = 'CODEPIPELINE';

/** A project that a pipeline gives its sources. */
export const FROM_PIPELINE: ISource = {
  type: CODEPIPELINE,
  badgeSupported: false,
  bind: (): SourceConfig => ({ sourceProperty: { type: CODEPIPELINE } }),
};

/** A project that hands on what it makes to its pipeline. */
export const TO_PIPELINE: IArtifacts = {
  type: CODEPIPELINE,
  bind: (): ArtifactsConfig => ({ artifactsProperty: { type: CODEPIPELINE } }),
};
