/** How much of a failed step is shown: some programs say first what is wrong, others last. */
const SHOWN = { most: 19, first: 8, last: 11 };

/** Error of pnpm for a lockfile with packages that were published too short a time ago. */
const TOO_YOUNG = '[ERR_PNPM_MINIMUM_RELEASE_AGE_VIOLATION]';

/** A step of a build, as the plain log of the builder has it. */
interface LoggedStep {
  /** The line that names it. */
  name: string;
  /** Lines it printed. */
  readonly lines: string[];
}

/** Output of the failed step of a build; the whole log where no step failed. */
export function failedStep(log: string): string {
  const steps = new Map<string, LoggedStep>();
  let failed: LoggedStep | undefined;
  for (const line of linesOf(log)) {
    const [, number, text] = /^#(\d+) (.*)$/.exec(line) ?? [];
    if (number === undefined) continue;
    const step = steps.get(number) ?? { name: '', lines: [] };
    steps.set(number, step);
    const printed = /^\d+\.\d+ (.*)$/.exec(text)?.[1];
    if (text.startsWith('[')) {
      step.name = `> ${text}`;
    } else if (printed !== undefined) {
      step.lines.push(printed);
    } else if (text.startsWith('ERROR: ') && !text.includes('cache importer')) {
      failed = step;
    }
  }
  return failed ? [failed.name, ...shortened(failed.lines)].join('\n') : log;
}

/** The verdict of the builder, which is the last that it says. */
export function verdictOf(log: string): string | undefined {
  const verdicts = linesOf(log).filter(line => line.startsWith('ERROR: '));
  return verdicts.at(-1)?.replace(/^ERROR: (failed to build: )*(failed to solve: )*/, '') || undefined;
}

/** True if pnpm refused the lockfile for the age of its packages. */
export function isTooYoung(log: string): boolean {
  return log.includes(TOO_YOUNG);
}

/** True if a build ran no step of a stage. */
export function isCached(log: string, stage: string): boolean {
  const lines = linesOf(log);
  const cached = new Set(lines.map(line => /^(#\d+) +CACHED(?: |$)/.exec(line)?.[1]));
  return lines.every(line => {
    const [, step, place] = /^(#\d+) \[([^\]]*)\] (?:RUN|COPY|ADD) /.exec(line) ?? [];
    return place?.replace(/ \d+\/\d+$/, '').split(' ').at(-1) !== stage || cached.has(step);
  });
}

/** The digest of what a push has pushed, as it says itself. What is under the tag after it may be of somebody else. */
export function pushedDigest(log: string): string | undefined {
  return linesOf(log).map(line => /: digest: (sha256:[0-9a-f]{64}) size: /.exec(line)?.[1]).filter(Boolean).at(-1);
}

/** Refusals in the output of a push. */
export function refusalOf(log: string): string {
  return linesOf(log).filter(line => !/: (Preparing|Waiting|Pushed|Retrying.*|Layer already exists|Mounted from .*)$/.test(line)).join('\n');
}

/** The last line of what a program said. */
export function lastLine(text: string): string {
  return linesOf(text).at(-1) ?? '';
}

function shortened(lines: readonly string[]): readonly string[] {
  return lines.length > SHOWN.most ? [...lines.slice(0, SHOWN.first - 1), '...', ...lines.slice(1 - SHOWN.last)] : lines;
}

function linesOf(text: string): string[] {
  return text.replace(/\r/g, '').replace(/\n$/, '').split('\n');
}
