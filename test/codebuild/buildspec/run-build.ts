import { execFileSync } from 'child_process';
import { Buildspec } from '../../../lib/codebuild/buildspec/buildspec';
import { runScripted, ScriptedRun } from '../../shell/scripted-run';
import { directoryWith } from '../../temporary';

/** The source of a cloud build: a context, packed. */
const CONTEXT = execFileSync('tar', ['-cf', '-', '-C', directoryWith({ Dockerfile: 'FROM scratch\n' }), '.']);

/** What CodeBuild tells every build. */
const OF_CODEBUILD = {
  CODEBUILD_BUILD_ARN: 'arn:aws:codebuild:eu-central-1:123456789012:build/api:1', CODEBUILD_BUILD_ID: 'api:1', CODEBUILD_START_TIME: '1790000000000',
};

/** What a build finds. */
export interface Circumstances {
  /** The digests of references that are in the registry. */
  readonly there?: { readonly [reference: string]: string };
  /** The files that the gates leave. */
  readonly reports?: { readonly [file: string]: string };
}

/** Runs a buildspec of a cloud build with stand-ins for docker and aws. */
export function runBuild(buildspec: Buildspec, environment: Record<string, string>, { there = {}, reports }: Circumstances = {}): ScriptedRun {
  return runScripted(buildspec, { ...OF_CODEBUILD, RECORDS: 'records', ...environment }, {}, { registry: there, reports, source: { 'context.tar': CONTEXT } });
}
