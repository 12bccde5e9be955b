import * as fs from 'fs';
import * as path from 'path';
import { build } from '../test/container/engine';
import { live } from './containers';
import type { Contender, ContenderBuild } from './contenders';
import { CHANGES, copyOf, ImageApp } from './image-apps';
import { baseOf, layersOf } from './layers';
import { fingerprint, Measured, readResults, Time, TIMES, writeResult } from './results';

/** Measures that one start of a container gives. */
const LIFE: readonly Time[] = ['answer', 'memory', 'stop'];

const BEGIN = performance.now();
let marks = 0;

interface MeasurementOptions {
  /** Directory of the results. */
  readonly where: string;
  /** True if what is known does not count. */
  readonly fresh: boolean;
}

interface BuildOptions {
  readonly cold?: boolean;
  readonly target?: string;
}

/** What is measured of one way to build an application. */
export class Measurement {
  private result!: Measured;
  private images: string[] = [];
  private dockerfile = '';

  constructor(
    private readonly app: ImageApp,
    private readonly contender: Contender,
    private readonly runs: { readonly [time in Time]?: number },
    private readonly options: MeasurementOptions,
  ) {}

  /** Builds it as it is, unless all is known: what is asked for later finds caches as a second build does. */
  public prepare(): void {
    const builds = this.synthesized();
    if (builds === undefined) return;
    const of = fingerprint(builds);
    const known = this.options.fresh ? undefined : readResults(this.app.name, this.options.where)?.contenders[this.contender.name];
    this.dockerfile = fs.readFileSync(path.join(builds[0].context, 'Dockerfile'), 'utf8');
    const base = baseOf(this.dockerfile, builds[0].args);
    this.result = known?.of === of ? known : { of, base, times: {} };
    const open = TIMES.some(time => this.lacks(time, (this.runs[time] ?? 0) - 1));
    if (this.result.failed !== undefined || (this.result.layers && !open)) return;
    this.attempt(() => {
      this.images = builds.map(each => this.built(each).image);
      const layers = this.result.layers ?? layersOf(this.images.map(image => ({ image, base })));
      this.write({ layers }, `${(layers.bytes / 1e6).toFixed(2)} MB above its base, ${(layers.compressed / 1e6).toFixed(2)} compressed`);
    });
  }

  /** The builds of the application as it is; none where this way refuses it, as a base image without a shell does a start by shell. */
  private synthesized(): ContenderBuild[] | undefined {
    try {
      return this.contender.contexts(this.app, copyOf(this.app));
    } catch (error) {
      this.result = { of: 'refused', base: '', times: {} };
      this.fail(error);
      return undefined;
    }
  }

  /** Measures once more, where that run was not measured. */
  public async once(time: Time, run: number): Promise<void> {
    if (this.result.failed !== undefined || !this.lacks(time, run)) return;
    try {
      const values = LIFE.includes(time) ? await this.alive() : { [time]: this.timed(time) };
      const times = Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)
        .map(([name, value]) => [name, [...this.result.times[name as Time] ?? [], round(value!)]]));
      if (Object.keys(times).length) this.write({ times: { ...this.result.times, ...times } }, Object.entries(values).map(([name, value]) => `${name} ${round(value!)}`).join(', '));
    } catch (error) {
      this.fail(error);
    }
  }

  private lacks(time: Time, run: number): boolean {
    const { source, test, port } = this.app;
    const needed: { readonly [time in Time]?: unknown } = { source, gates: source, test, answer: port, memory: port, stop: port };
    if (time in needed && needed[time] === undefined) return false;
    // several images are built one after another: no part of one is set against all of them
    if (time === 'gates' && (this.app.parts !== undefined || !stagesBeside(this.dockerfile).length)) return false;
    return run >= 0 && run < (this.runs[time] ?? 0) && (this.result.times[time]?.length ?? 0) <= run;
  }

  private async alive(): Promise<{ [time in Time]?: number }> {
    const { answer, memory, stop } = await live(this.images[0], this.app.port!, this.app.path);
    return { answer, memory, stop };
  }

  private timed(time: Time): number | undefined {
    if (time === 'cold') return this.seconds(() => copyOf(this.app), { cold: true });
    if (time === 'gates') return this.besides();
    return this.seconds(() => CHANGES[time as keyof typeof CHANGES](this.app, mark())!);
  }

  /** How many times as long a whole build takes after a change as its longest part that is beside others: a gate, or the build. */
  private besides(): number {
    const change = () => CHANGES.source(this.app, mark())!;
    const whole = this.seconds(change);
    return whole / Math.max(...stagesBeside(this.dockerfile).map(target => this.seconds(change, { target })));
  }

  private seconds(directory: () => string, options: BuildOptions = {}): number {
    const builds = this.contender.contexts(this.app, directory());
    if (options.cold) builds.forEach(({ context }) => withoutCaches(path.join(context, 'Dockerfile'), mark()));
    const from = performance.now();
    builds.forEach(each => this.built(each, options));
    return (performance.now() - from) / 1000;
  }

  private built({ context, args }: ContenderBuild, { cold, target }: BuildOptions = {}): { readonly image: string } {
    const { ok, image, log } = build(context, { args, noCache: cold, target });
    if (!ok) throw new Error(`does not build: ${log.split('\n').filter(line => /ERROR|error/.test(line)).slice(-5).join(' | ') || log.slice(-600)}`);
    return { image };
  }

  private attempt(todo: () => void): void {
    try {
      todo();
    } catch (error) {
      this.fail(error);
    }
  }

  private fail(error: unknown): void {
    this.write({ failed: (error instanceof Error ? error.message : String(error)).slice(0, 400) }, `FAILED: ${String(error).slice(0, 1500)}`);
  }

  private write(found: Partial<Measured>, what: string): void {
    this.result = { ...this.result, ...found };
    writeResult(this.app.name, this.contender.name, this.result, this.options.where);
    const minutes = ((performance.now() - BEGIN) / 60_000).toFixed(1);
    process.stderr.write(`${minutes} min  ${this.app.name}, ${this.contender.title}: ${what}\n`);
  }
}

/** Stages that may run beside each other and that the last one waits for: gates but the one that starts the image, and the build. */
function stagesBeside(dockerfile: string): string[] {
  const stages = dockerfile.split(/^(?=FROM )/m).filter(text => text.startsWith('FROM ')).map(text => ({ name: /^FROM .* AS (\S+)$/m.exec(text)?.[1] ?? '', text }));
  const needed = new Set([stages.at(-1)!]);
  const takes = (text: string, name: string) => name !== '' && new RegExp(`^FROM ${name} |from=${name}[ ,]`, 'm').test(text);
  // what is added on the way is gone through, too
  needed.forEach(({ text }) => stages.filter(({ name }) => takes(text, name)).forEach(stage => needed.add(stage)));
  const names = [...needed].map(({ name }) => name);
  const gates = names.filter(name => /^(gate-(?!start$).*|test|lint)$/.test(name));
  return gates.length ? [...gates, ...names.filter(name => name === 'build')] : [];
}

/** Gives the mounts of caches names of their own, so that they are empty and nobody else's are touched. */
function withoutCaches(file: string, unique: string): void {
  const text = fs.readFileSync(file, 'utf8').replace(/--mount=type=cache,(\S+)/g, (_, words: string) => {
    const options = words.split(',');
    const name = options.find(word => word.startsWith('id='))?.slice(3) ?? options.find(word => word.startsWith('target='))!.slice(7);
    return `--mount=${['type=cache', `id=${name}-${unique}`, ...options.filter(word => !word.startsWith('id='))].join()}`;
  });
  fs.writeFileSync(file, text);
}

/** Never the same, so no build finds another's result, and no image is one that somebody else made. */
function mark(): string {
  return `${process.pid}-${Date.now().toString(36)}-${marks++}`;
}

function round(value: number): number {
  return value > 1000 ? Math.round(value) : Number(value.toFixed(3));
}
