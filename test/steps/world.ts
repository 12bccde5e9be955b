import { AwsError, AwsService, CallOptions } from '../../lib/steps/world/aws';
import { Completed, RunOptions, World } from '../../lib/steps/world/world';
import { directoryWith } from '../temporary';

/** A call of AWS. */
export interface AwsCall extends CallOptions {
  readonly service: AwsService;
  readonly operation: string;
  readonly input: any;
}

/** A program that was run. */
export interface ProgramRun extends RunOptions {
  readonly program: string;
  readonly words: readonly string[];
}

/** What a service answers to a call of an operation: an error is thrown. */
export type Answer = object | AwsError;

/** What a world is made of. What is not given is not there: to call it is an error of the test. */
export interface FakeWorldOptions {
  readonly variables?: Record<string, string>;
  /** The answers of `SERVICE OPERATION`: in turn, the last again and again; or a function of the call. */
  readonly aws?: { readonly [operation: string]: readonly Answer[] | ((call: AwsCall) => Answer) };
  /** What a program does: its exit code is 0 and it says nothing unless the answer has it otherwise. */
  readonly run?: (run: ProgramRun, world: World) => Partial<Completed>;
  /** The files of the source, by their paths. */
  readonly files?: Parameters<typeof directoryWith>[0];
  readonly fetch?: typeof fetch;
  /** The time at which it begins. */
  readonly now?: number;
}

/** A world in memory, but for a directory of its own; time passes only while the step waits. */
export interface FakeWorld extends World {
  readonly calls: AwsCall[];
  readonly runs: ProgramRun[];
  readonly said: string[];
  readonly shown: string[];
  /** The seconds of each wait. */
  readonly paused: number[];
}

/** A world that answers as it is told, and keeps what it was asked. */
export function fakeWorld(made: FakeWorldOptions = {}): FakeWorld {
  const { variables = {}, aws = {}, run = (): Partial<Completed> => ({}), files = {}, fetch: fetched, now = 1_790_000_000_000 } = made;
  const source = directoryWith(files);
  const turns = new Map<string, number>();
  let time = now;
  const world: FakeWorld = {
    calls: [], runs: [], said: [], shown: [], paused: [],
    variables,
    source,
    work: `${source}/.nodejs-image`,
    fetch: fetched ?? (() => { throw new Error('no request was expected'); }),
    aws: {
      async call(service, operation, input, options = {}) {
        const call = { service, operation, input, ...options };
        world.calls.push(call);
        const name = `${service} ${operation}`;
        const answers = aws[name];
        if (answers === undefined) { throw new Error(`no answer for ${name}`); }
        const turn = turns.get(name) ?? 0;
        turns.set(name, turn + 1);
        const answer = typeof answers === 'function' ? answers(call) : answers[Math.min(turn, answers.length - 1)];
        if (answer instanceof AwsError) { throw answer; }
        return answer;
      },
    },
    async run(program, words, options = {}) {
      const ran = { program, words, ...options };
      world.runs.push(ran);
      const { code = 0, stdout = '', stderr = '', output = stdout + stderr }: Partial<Completed> = run(ran, world);
      return { code, stdout, stderr, output };
    },
    now: () => time,
    async pause(seconds) {
      world.paused.push(seconds);
      time += seconds * 1000;
    },
    say: line => void world.said.push(line),
    show: text => void world.shown.push(text),
  };
  return world;
}
