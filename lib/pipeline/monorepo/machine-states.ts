/** An expression of JSONata, as a state machine has it. */
export const expression = (text: string): string => `{% ${text} %}`;

/** Errors of CodeBuild when it has as many builds as it accepts, or is asked too often. */
const BUSY = ['CodeBuild.AccountLimitExceededException', 'CodeBuild.ThrottlingException', 'CodeBuild.CodeBuildException', 'CodeBuild.SdkClientException'];

/** Why a task failed: the build that did, or what the service said. */
const REASON = '($said := $string($states.errorOutput.Cause); $build := $match($said, /arn:[a-z-]+:codebuild:[^"]+:build\\/[^"]+/, 1);'
  + ' $exists($build) ? "the build " & $build[0].match & " failed" : $states.errorOutput.Error & ": " & $substring($said, 0, 300))';

/** Variables of a build: texts of JSONata, by their names. */
export interface TaskVariables {
  readonly [name: string]: string;
}

/** Variables as the API takes them. */
export function variablesOf(variables: TaskVariables): string {
  return `[${Object.entries(variables).map(([name, value]) => `{"Name": "${name}", "Value": ${value}, "Type": "PLAINTEXT"}`).join(', ')}]`;
}

/** Builds above what an account takes at once are queued by CodeBuild, five times as many; above that it refuses. */
export function busy(): object {
  return { ErrorEquals: BUSY, IntervalSeconds: 30, MaxAttempts: 15, BackoffRate: 1.5, MaxDelaySeconds: 900, JitterStrategy: 'FULL' };
}

/** Where an iteration goes whose task failed, with the name of its image. */
export function caught(name: string, next: string): object {
  return { ErrorEquals: ['States.ALL'], Output: { name: expression(name), reason: expression(REASON) }, Next: next };
}
