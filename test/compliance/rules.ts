/** What is said of a rule of cdk-nag that finds something: how a stack keeps it, or why the finding stays. */
export interface Explained {
  /** What is found. */
  readonly found: string;
  /** What keeps it, in code. */
  readonly kept?: string;
  /** Why it stays, whatever is set. */
  readonly stays?: string;
}

const INFRASTRUCTURE = (options: string) => `\`ImageInfrastructure\`: \`${options}\``;

/** By the names of the rules, without those of their packs. */
export const RULES: { readonly [rule: string]: Explained } = {
  CloudWatchAlarmAction: { found: 'alarms that tell nobody', kept: '`alarms: { alarmActions: [...] }`' },
  CloudWatchLogGroupEncrypted: { found: 'log groups without a key of KMS', kept: INFRASTRUCTURE('logEncryptionKey') },
  CodeBuildProjectSourceRepoUrl: {
    found: 'projects whose source has no OAuth token',
    stays: 'no project has a token or a password in the address of its source, which is what the control is about. Sources come from a pipeline, from S3 or through a connection, '
      + 'and the rule takes none of these for well kept; some projects have no source at all',
  },
  DynamoDBInBackupPlan: {
    found: 'the table of the records of images',
    kept: 'a plan of AWS Backup of yours, with `BackupResource.fromConstruct(stack)`. There is little to win: an image whose record is lost is built again',
  },
  DynamoDBPITREnabled: { found: 'the table of the records of images', kept: INFRASTRUCTURE('pointInTimeRecovery') },
  IAMNoInlinePolicy: {
    found: 'the policies of roles',
    stays: 'grants of aws-cdk-lib write inline policies. Each of ours is of one role that does one thing, and goes with it; nobody else could use it. '
      + 'As managed policies they would count against the 1,500 of an account',
  },
  LambdaConcurrency: { found: 'functions without a limit of their own', kept: INFRASTRUCTURE('functionConcurrency') },
  LambdaDLQ: { found: 'functions without a queue of dead letters', kept: INFRASTRUCTURE('deadLetterQueue') },
  LambdaInsideVPC: { found: 'functions in Lambda\'s own network', kept: INFRASTRUCTURE('functionVpc') },
  S3BucketLoggingEnabled: { found: 'the bucket of artifacts', kept: INFRASTRUCTURE('accessLogBucket') },
  S3BucketReplicationEnabled: {
    found: 'the bucket of artifacts',
    stays: 'a pipeline reads its artifacts in its own region alone, so that a copy in another serves no run; what is lost comes back with the next push',
  },
  S3BucketVersioningEnabled: { found: 'the bucket of artifacts', kept: INFRASTRUCTURE('artifactVersions') },
  S3DefaultEncryptionKMS: { found: 'the bucket of artifacts', kept: '`encryptionKey` of the pipeline' },
};
