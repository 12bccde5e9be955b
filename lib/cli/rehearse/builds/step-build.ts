import { BuildProject, Run } from '../assembly/action';
import { BuildSource } from './build-source';
import { PartResult } from './result';
import { BuildOutcome, BuildRunner } from './run-build';
import { withoutPlatforms } from './variables';

/** Means by which builds are run. */
export interface BuildMeans {
  readonly runner: Pick<BuildRunner, 'build'>;
  readonly account: string;
  readonly region: string;
  /** Is told that something begins, and what it prints. */
  readonly onStart: (label: string) => void;
  readonly onText: (text: string) => void;
}

/** Build of a step. */
export interface StepBuild {
  /** Name of it for who looks on. */
  readonly label: string;
  readonly run: Run;
  readonly project: BuildProject;
  readonly values: Readonly<Record<string, string>>;
  readonly source: BuildSource;
  /** Endings of names of images that are not built. */
  readonly suffixes: readonly string[];
}

/** Result of the build of a step. */
export interface StepResult {
  readonly outcome: BuildOutcome;
  /** Outcome as it is told. */
  readonly shown: Required<Pick<PartResult, 'text' | 'lacks' | 'seconds' | 'log'>> & { readonly kind: 'ok' | 'failed' };
}

/** Runs the build of a step without what cannot be had here: platforms that are not built, and lists of what is in an image. */
export async function buildStep(step: StepBuild, { runner, account, region, onStart, onText }: BuildMeans): Promise<StepResult> {
  const { label, run, project, values, source, suffixes } = step;
  const changed = withoutPlatforms(values, suffixes);
  const text = suffixes.length && (changed.SOURCE_SUFFIXES ?? changed.PLATFORM_SUFFIXES) !== undefined ? 'of the platforms that were built' : '';
  const lacks: string[] = [];
  if (changed.SBOM && changed.SBOM !== '{}') {
    // its program is one for Linux, which a build fetches from the internet
    changed.SBOM = '{}';
    lacks.push('the SBOM, whose program is fetched from the internet');
  }
  onStart(label);
  let log = '';
  const began = performance.now();
  const print = (printed: string) => {
    log += printed;
    onText(printed);
  };
  const outcome = await runner.build({ run, project, values: changed, source, account, region, print });
  return { outcome, shown: { kind: outcome.status === 'SUCCEEDED' ? 'ok' : 'failed', text, lacks, seconds: (performance.now() - began) / 1000, log } };
}
