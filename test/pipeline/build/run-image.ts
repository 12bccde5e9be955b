import { ContextResult } from '../../../lib/pipeline/context/result';
import { imageBuildspec } from '../../../lib/pipeline/pipeline-image';
import { AwsScript, runScripted, ScriptedRun } from '../../shell/scripted-run';

export const REPOSITORY = '123456789012.dkr.ecr.eu-central-1.amazonaws.com/api';
export const CONTENT_TAG = '0123456789abcdef0123456789abcdef';

/** Stands for the program that makes the context: tells what it is given to tell, or why it does not. */
const NODE = `
if [ "\${CONTEXT_STATUS-0}" != 0 ]; then printf '%s' "$CONTEXT_ERROR" >&2; exit "$CONTEXT_STATUS"; fi
echo "of the commit $SOURCE_VERSION" >&2
mkdir -p "$OUTPUT/context" && printf '%s' "$RESULT" >"$OUTPUT/result.json"
`;

/** What a build of the image is run with. */
export interface ImageRun {
  readonly push?: boolean;
  readonly result?: Partial<ContextResult>;
  readonly variables?: Record<string, string>;
  readonly script?: AwsScript;
  readonly there?: Record<string, string>;
  /** What each gate left. */
  readonly gates?: { readonly [name: string]: { readonly code?: string; readonly log?: string } };
}

/** What the table of records answers: that a build made the image. */
export function recordedAs(digest: string, build: number): AwsScript {
  const built = `arn:aws:codebuild:eu-central-1:123456789012:build/api:${build}|2026-11-01T10:00:00Z|2026-11-01T10:05:00Z`;
  return { 'dynamodb GetItem': [{ json: { Item: { Repository: { S: 'api' }, Tag: { S: CONTENT_TAG }, Digest: { S: digest }, Built: { S: built } } } }] };
}

/** Runs the build of an image as it is. */
export function runImage({ push = true, result, variables, script, there = {}, gates = {} }: ImageRun = {}): ScriptedRun {
  const made: Partial<ContextResult> = { contentTag: CONTENT_TAG, tags: [], gates: Object.keys(gates), cacheStages: [], baseImages: [], ...result };
  const reports = Object.entries(gates).flatMap(([name, { code = '0', log = '' }]) => [
    [`${name}/exit-code`, `${code}\n`], [`${name}/log`, log], [`${name}/junit.xml`, '<testsuite name="gate" tests="1" time="2.5">\n'],
  ]);
  return runScripted(imageBuildspec({ reports: {}, push }), {
    REPOSITORY, RECORDS: 'records', CODEBUILD_START_TIME: '1790000000000', PLATFORM: 'linux/amd64', PLAN: 'bucket/plan.zip', PUSH: String(push), RESULT: JSON.stringify(made),
    CODEBUILD_BUILD_ARN: 'arn:aws:codebuild:eu-central-1:123456789012:build/api:1', CODEBUILD_BUILD_ID: 'api:1', ...variables,
  }, {
    's3 GetObject': [{ json: { Body: 'a zip' } }], 'cloudwatch-logs CreateLogStream': [{}], 'cloudwatch-logs PutLogEvents': [{}], 'cloudwatch PutMetricData': [{}], ...script,
  }, { registry: there, reports: Object.fromEntries(reports), programs: { node: NODE, unzip: '' } });
}
