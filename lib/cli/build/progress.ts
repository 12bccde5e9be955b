/** A message of `docker buildx build --progress=rawjson`. */
interface Message {
  readonly vertexes?: readonly Vertex[];
  readonly logs?: ReadonlyArray<{ readonly vertex: string; readonly data: string }>;
}

interface Vertex {
  readonly digest: string;
  readonly name: string;
  readonly started?: string;
  readonly completed?: string;
  readonly cached?: boolean;
  readonly error?: string;
}

/** A step of the build, with what is known of it so far. */
interface Step extends Vertex {
  readonly stage: string;
}

/** A stage of the build. */
export interface StageProgress {
  readonly name: string;
  readonly seconds: number;
  readonly cached: boolean;
  readonly running: boolean;
  readonly failed: boolean;
}

/** A step that failed. */
export interface FailedStep {
  readonly step: string;
  readonly stage: string;
  readonly error: string;
  /** The end of what it printed. */
  readonly log: string;
}

const SECOND = 1000;
const MOST_LOG = 256 * 1024;

/** Messages of the engine during a build, by stage. */
export class Progress {
  private readonly steps = new Map<string, Step>();
  private readonly logs = new Map<string, string>();
  /** Lines that are no message: the engine says more than builds. */
  private readonly other: string[] = [];

  /** Takes a line. */
  public take(line: string): void {
    const message = messageOf(line);
    if (message === undefined) {
      if (line.trim() !== '') this.other.push(line);
      return;
    }
    const { vertexes = [], logs = [] } = message;
    for (const vertex of vertexes) {
      const known = this.steps.get(vertex.digest);
      const stage = stageOf(vertex.name);
      // one step may start and end several times, each time for another file of the context
      if (stage !== undefined) this.steps.set(vertex.digest, { ...known, ...vertex, started: known?.started ?? vertex.started, stage });
    }
    for (const { vertex, data } of logs) {
      this.logs.set(vertex, `${this.logs.get(vertex) ?? ''}${Buffer.from(data, 'base64').toString()}`.slice(-MOST_LOG));
    }
  }

  /** The stages that were begun, in the order in which they were. */
  public stages(now = Date.now()): StageProgress[] {
    const begun = [...this.steps.values()].filter(({ started }) => started !== undefined).sort((a, b) => a.started! < b.started! ? -1 : 1);
    const names = [...new Set(begun.map(({ stage }) => stage))];
    return names.map(name => {
      const all = [...this.steps.values()].filter(({ stage }) => stage === name);
      const own = all.filter(({ started }) => started !== undefined);
      const work = own.filter(step => !isBase(step));
      const end = (completed: string | undefined) => completed === undefined ? now : Date.parse(completed);
      const seconds = own.reduce((sum, { started, completed }) => sum + (end(completed) - Date.parse(started!)) / SECOND, 0);
      return {
        name,
        seconds: Math.max(0, seconds),
        cached: work.length > 0 && work.every(({ cached }) => cached === true),
        running: own.some(({ completed }) => completed === undefined),
        failed: own.some(({ error }) => error !== undefined && error !== ''),
      };
    });
  }

  /** The first step that failed of itself, not for another one. */
  public failed(): FailedStep | undefined {
    const all = [...this.steps.values()].filter(({ error }) => error);
    const step = all.find(({ error }) => !/context canceled/.test(error!)) ?? all[0];
    return step && { step: step.name, stage: step.stage, error: step.error!, log: this.logs.get(step.digest) ?? '' };
  }

  /** True if what a stage does last was taken from the cache. */
  public wasCached(stage: string): boolean {
    return this.stages().some(({ name, cached }) => name === stage && cached);
  }

  /** Other lines that the engine printed. */
  public get said(): string {
    return this.other.join('\n').trim();
  }
}

/** A line may be no message, or half of one where the builder was ended. */
function messageOf(line: string): Message | undefined {
  try {
    return line.startsWith('{') ? JSON.parse(line) as Message : undefined;
  } catch {
    return undefined;
  }
}

/** The stage of a step such as `[linux/amd64 gate-test 1/1] RUN ...`. */
function stageOf(name: string): string | undefined {
  return /^\[(?:\S+ )?([a-z0-9][\w.-]*) +\d+\/\d+\]/.exec(name)?.[1];
}

function isBase({ name }: Step): boolean {
  return /\] FROM /.test(name);
}
