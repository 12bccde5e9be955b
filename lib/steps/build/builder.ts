import * as path from 'path';
import { StepFailure } from '../step';
import { isText, jsonOf, required } from '../world/variables';
import { Completed, World } from '../world/world';
import { failedStep, isTooYoung, verdictOf } from './build-log';

/** Runs the builds of one context, which all have the same arguments. */
export class Builder {
  /** The build arguments, by their names. */
  public readonly buildArgs: Readonly<Record<string, string>>;
  private readonly arguments: string[];

  constructor(private readonly world: World) {
    this.buildArgs = jsonOf(world, 'BUILD_ARGS', json => isTexts(json) ? json : undefined, '{}');
    const secrets = jsonOf(world, 'BUILD_SECRETS', json => Array.isArray(json) && json.every(isText) ? json : undefined);
    this.arguments = [
      '--progress=plain', '--platform', required(world, 'PLATFORM'),
      ...Object.entries(this.buildArgs).flatMap(([name, value]) => ['--build-arg', `${name}=${value}`]),
      ...secrets.flatMap(secret => ['--secret', secret]),
    ];
  }

  /** The directory of the build context. */
  public get context(): string {
    return path.join(this.world.work, 'context');
  }

  /** From now on gates that do not pass are recorded, so that their reports come out. */
  public recordGates(): void {
    this.arguments.push('--build-arg', 'GATE_ON_FAILURE=record');
  }

  /** Builds, and shows how it goes. Gives the log. Where it fails, the builder's verdict is the reason. */
  public async build(words: readonly string[]): Promise<string> {
    const { code, output } = await this.run(words, true);
    if (code === 0) return output;
    const detail = failedStep(output);
    if (isTooYoung(output)) {
      throw new StepFailure('pnpm refuses packages of the lockfile that were published too short a time ago (minimumReleaseAge, a day from pnpm 11 on): '
        + 'build again when they are older, or name them in minimumReleaseAgeExclude of pnpm-workspace.yaml', detail);
    }
    const verdict = verdictOf(output);
    throw new StepFailure(`the build failed${verdict === undefined ? '' : `: ${verdict}`}`, detail);
  }

  /** Builds on the side: who asks says what it means if that fails. */
  public try(words: readonly string[]): Promise<Completed> {
    return this.run(words, false);
  }

  private run(words: readonly string[], shown: boolean): Promise<Completed> {
    return this.world.run('docker', ['buildx', 'build', ...this.arguments, ...words, this.context], { shown });
  }
}

function isTexts(json: unknown): json is Record<string, string> {
  return typeof json === 'object' && json !== null && !Array.isArray(json) && Object.entries(json).flat().every(isText);
}
