import { CommandError } from '../../exit-code';
import { libraries } from '../libraries';

/** Work of a task: gives what the service answers, or throws a `TaskFailure`. */
export type Task = (argument: any) => Promise<any>;

/** How a task fails. */
export class TaskFailure extends Error {
  constructor(public readonly code: string, cause: string) {
    super(cause);
  }
}

/** Outcome of an execution. */
export interface Execution {
  readonly status: 'SUCCEEDED' | 'FAILED';
  readonly output?: any;
  readonly error?: string;
  /** The names of the states that were entered, in their order. */
  readonly states: readonly string[];
  /** As many events as the history has of them. */
  readonly events: number;
}

/** How a state machine is run. */
export interface StateMachineProps {
  /** Services that stand for those of AWS, by what of the ARN of a resource is behind `states:::`. */
  readonly tasks: { readonly [service: string]: Task };
  /** The context object, as `$states.context` has it. */
  readonly context: object;
  /** Most iterations of a map that go on at once, where it allows more. */
  readonly atOnce?: number;
}

/** Value of a template, with what `$states` has beside the input and the context. */
type Value = (template: unknown, more?: object) => Promise<any>;

/** State that is entered. */
interface Entered {
  readonly state: any;
  readonly input: unknown;
  readonly variables: Record<string, unknown>;
  readonly value: Value;
}

/** Outcome of a state: its output, and the name of the next one. */
interface Left {
  readonly value: unknown;
  readonly next?: string;
}

/** Most bytes of the input or output of a state. https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html */
const MOST_BYTES = 256 * 1024;

/** Types of states that end a machine by themselves. */
const LAST = ['Succeed'];

/**
 * Runs a state machine in JSONata as the language is specified, as far as machines of this library use it. It waits for nothing: retries
 * follow at once.
 *
 * @see https://states-language.net/
 */
export class StateMachineRun {
  /** How many iterations of maps went on at once. */
  public mostAtOnce = 0;
  private going = 0;
  private readonly entered: string[] = [];
  private events = 0;

  /** @throws CommandError for a definition in another language */
  constructor(private readonly definition: any, private readonly props: StateMachineProps) {
    const { QueryLanguage } = definition;
    if (QueryLanguage !== 'JSONata') throw new CommandError(`only state machines in JSONata are known here, received ${JSON.stringify(QueryLanguage)}`);
  }

  /** @throws CommandError for a state of which nothing is known here */
  public async start(input: unknown): Promise<Execution> {
    try {
      const output = await this.run(this.definition, input, {});
      return { status: 'SUCCEEDED', output, states: this.entered, events: this.events };
    } catch (error) {
      if (!(error instanceof TaskFailure)) throw error;
      return { status: 'FAILED', error: `${error.code}: ${error.message}`, states: this.entered, events: this.events };
    }
  }

  private async run({ StartAt, States }: any, input: unknown, outer: object): Promise<unknown> {
    const variables = { ...outer };
    let left: Left = { value: input, next: StartAt };
    while (left.next !== undefined) {
      const name: string = left.next;
      const state = States[name];
      if (!state) throw new CommandError(`the state machine has no state ${JSON.stringify(name)}`);
      this.entered.push(name);
      this.events += 2;
      requireSize(name, left.value);
      left = await this.enter(state, left.value, variables);
      requireSize(name, left.value);
      if (left.next === undefined && !state.End && !LAST.includes(state.Type)) throw new CommandError(`the state ${JSON.stringify(name)} has no next one`);
    }
    return left.value;
  }

  private enter(state: any, input: unknown, variables: Record<string, unknown>): Promise<Left> {
    const value: Value = (template, more = {}) => evaluated(template, { input, context: this.props.context, ...more }, variables);
    const entered = { state, input, variables, value };
    const types: { readonly [type: string]: () => Promise<Left> } = {
      Succeed: async () => ({ value: input }),
      Choice: () => choose(entered),
      Pass: () => pass(entered),
      Map: () => this.map(entered),
      Task: () => this.task(entered),
    };
    if (!Object.hasOwn(types, state.Type)) throw new CommandError(`no state of the type ${JSON.stringify(state.Type)} is known here, only ${Object.keys(types).join(', ')}`);
    return types[state.Type]();
  }

  private async task({ state, value }: Entered): Promise<Left> {
    const tries = new Map<object, number>();
    for (;;) {
      try {
        const result = await this.call(state.Resource, await value(state.Arguments));
        return { value: state.Output === undefined ? result : await value(state.Output, { result }), next: state.Next };
      } catch (error) {
        if (!(error instanceof TaskFailure)) throw error;
        const matches = ({ ErrorEquals }: any) => ErrorEquals.includes(error.code) || ErrorEquals.includes('States.ALL');
        const retry = state.Retry?.find(matches);
        if (retry && (tries.get(retry) ?? 0) < retry.MaxAttempts) {
          tries.set(retry, (tries.get(retry) ?? 0) + 1);
          continue;
        }
        const caught = state.Catch?.find(matches);
        if (!caught) throw error;
        return { value: await value(caught.Output, { errorOutput: { Error: error.code, Cause: error.message } }), next: caught.Next };
      }
    }
  }

  private call(resource: string, argument: unknown): Promise<unknown> {
    const { tasks } = this.props;
    const service = resource.slice(resource.indexOf(':::') + ':::'.length);
    if (!Object.hasOwn(tasks, service)) throw new CommandError(`nothing stands for ${resource}, only for ${Object.keys(tasks).join(', ')}`);
    this.events += 4;
    return tasks[service](argument);
  }

  private async map({ state, variables, value }: Entered): Promise<Left> {
    const items: unknown = await value(state.Items);
    if (!Array.isArray(items)) throw new TaskFailure('States.QueryEvaluationError', 'the items are no array');
    const results: unknown[] = [];
    const left = items.map((item, index) => ({ item, index }));
    await Promise.all(Array.from({ length: Math.min(state.MaxConcurrency, this.props.atOnce ?? Infinity) }, async () => {
      for (let next = left.shift(); next !== undefined; next = left.shift()) {
        this.mostAtOnce = Math.max(this.mostAtOnce, ++this.going);
        this.events += 2;
        results[next.index] = await this.run(state.ItemProcessor, next.item, variables);
        this.going--;
      }
    }));
    requireSize('of the results of a map', results);
    return { value: state.Output === undefined ? results : await value(state.Output, { result: results }), next: state.Next };
  }
}

async function choose({ state, input, value }: Entered): Promise<Left> {
  for (const { Condition, Next } of state.Choices) {
    const holds = await value(Condition);
    if (typeof holds !== 'boolean') throw new TaskFailure('States.QueryEvaluationError', `a condition gives ${JSON.stringify(holds)}`);
    if (holds) return { value: input, next: Next };
  }
  return { value: input, next: state.Default };
}

async function pass({ state, input, variables, value }: Entered): Promise<Left> {
  const output = state.Output === undefined ? input : await value(state.Output);
  const assigned: object = await value(state.Assign ?? {});
  Object.entries(assigned).forEach(([name, item]) => requireSize(`the variable ${name}`, item));
  Object.assign(variables, assigned);
  return { value: output, next: state.Next };
}

/** A value whose texts in `{% %}` are expressions. One that gives nothing is an error, as it is there. */
async function evaluated(template: unknown, states: object, variables: object): Promise<unknown> {
  if (Array.isArray(template)) return Promise.all(template.map(item => evaluated(item, states, variables)));
  if (typeof template === 'object' && template !== null) {
    const entries = Object.entries(template).map(async ([name, item]) => [name, await evaluated(item, states, variables)]);
    return Object.fromEntries(await Promise.all(entries));
  }
  const expression = typeof template === 'string' ? /^\{%(.*)%\}$/s.exec(template)?.[1] : undefined;
  if (expression === undefined) return template;
  const result = await computed(expression, { ...variables, states });
  if (result === undefined) throw new TaskFailure('States.QueryEvaluationError', `${expression} gives nothing`);
  return JSON.parse(JSON.stringify(result));
}

async function computed(expression: string, bindings: Record<string, unknown>): Promise<unknown> {
  try {
    return await libraries().jsonata(expression).evaluate(undefined, bindings);
  } catch (error) {
    throw new TaskFailure('States.QueryEvaluationError', `${expression}: ${(error as Error).message}`);
  }
}

function requireSize(name: string, value: unknown): void {
  const bytes = Buffer.byteLength(JSON.stringify(value) ?? '');
  if (bytes > MOST_BYTES) throw new TaskFailure('States.DataLimitExceeded', `${name} has ${bytes} bytes`);
}
