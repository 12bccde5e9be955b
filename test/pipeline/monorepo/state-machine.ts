import jsonata from 'jsonata';

/** What a task of a state machine does: gives what the service answers, or throws a `TaskFailure`. */
export type Task = (argument: any) => Promise<any>;

/** How a task fails. */
export class TaskFailure extends Error {
  constructor(public readonly code: string, cause: string) {
    super(cause);
  }
}

/** What came of an execution. */
export interface Execution {
  readonly status: 'SUCCEEDED' | 'FAILED';
  readonly output?: any;
  readonly error?: string;
  /** The names of the states that were entered, in their order. */
  readonly states: readonly string[];
  /** As many events as the history has of them. */
  readonly events: number;
}

/** The size of the input or output of a state. https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html */
const MOST_BYTES = 256 * 1024;

/**
 * Runs a state machine in JSONata as the language is specified, as far as it is used here. It waits for nothing: retries
 * follow at once.
 *
 * @see https://states-language.net/
 */
export class StateMachineRun {
  private readonly entered: string[] = [];
  private events = 0;
  /** How many iterations of maps go on, and went on at once. */
  private going = 0;
  public mostAtOnce = 0;

  constructor(private readonly definition: any, private readonly tasks: { readonly [resource: string]: Task }, private readonly context: object) {
    if (definition.QueryLanguage !== 'JSONata') throw new Error('the state machine is not in JSONata');
  }

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
    let name: string | undefined = StartAt;
    let value = input;
    while (name !== undefined) {
      const state = States[name];
      if (!state) throw new Error(`there is no state ${name}`);
      this.entered.push(name);
      this.events += 2;
      requireSize(name, value);
      const next: { value: unknown; next?: string } = await this.state(state, value, variables);
      requireSize(name, next.value);
      value = next.value;
      if (next.next === undefined && !state.End && !['Succeed', 'Fail'].includes(state.Type)) throw new Error(`the state ${name} has no next one`);
      name = next.next;
    }
    return value;
  }

  private async state(state: any, input: unknown, variables: Record<string, unknown>): Promise<{ value: unknown; next?: string }> {
    const value = (template: unknown, more: object = {}) => this.value(template, { input, context: this.context, ...more }, variables);
    switch (state.Type) {
      case 'Succeed': return { value: input };
      case 'Choice': {
        for (const { Condition, Next } of state.Choices) {
          const holds = await value(Condition);
          if (typeof holds !== 'boolean') throw new Error(`a condition gives ${JSON.stringify(holds)}`);
          if (holds) return { value: input, next: Next };
        }
        return { value: input, next: state.Default };
      }
      case 'Pass': {
        const output = state.Output === undefined ? input : await value(state.Output);
        const assigned = await value(state.Assign ?? {}) as object;
        Object.entries(assigned).forEach(([name, item]) => requireSize(`the variable ${name}`, item));
        Object.assign(variables, assigned);
        return { value: output, next: state.Next };
      }
      case 'Map': return { value: await this.map(state, input, variables), next: state.Next };
      case 'Task': return this.task(state, input, variables, value);
      default: throw new Error(`no state of the type ${state.Type} is known here`);
    }
  }

  private async task(state: any, input: unknown, variables: Record<string, unknown>, value: (template: unknown, more?: object) => Promise<unknown>) {
    const tries = new Map<any, number>();
    for (;;) {
      try {
        const argument = await value(state.Arguments);
        const task = this.tasks[state.Resource];
        if (!task) throw new Error(`nobody stands for ${state.Resource}`);
        this.events += 4;
        const result = await task(argument);
        return { value: state.Output === undefined ? result : await value(state.Output, { result }), next: state.Next };
      } catch (error) {
        if (!(error instanceof TaskFailure)) throw error;
        const matches = ({ ErrorEquals }: any) => ErrorEquals.includes(error.code) || ErrorEquals.includes('States.ALL');
        const retry = (state.Retry ?? []).find(matches);
        if (retry && (tries.get(retry) ?? 0) < retry.MaxAttempts) {
          tries.set(retry, (tries.get(retry) ?? 0) + 1);
          continue;
        }
        const caught = (state.Catch ?? []).find(matches);
        if (!caught) throw error;
        const errorOutput = { Error: error.code, Cause: error.message };
        return { value: await this.value(caught.Output, { input, context: this.context, errorOutput }, variables), next: caught.Next };
      }
    }
  }

  private async map(state: any, input: unknown, variables: Record<string, unknown>): Promise<unknown> {
    const items = await this.value(state.Items, { input, context: this.context }, variables) as unknown[];
    if (!Array.isArray(items)) throw new TaskFailure('States.QueryEvaluationError', 'the items are no array');
    const results: unknown[] = [];
    const left = items.map((item, index) => ({ item, index }));
    await Promise.all(Array.from({ length: state.MaxConcurrency }, async () => {
      for (let next = left.shift(); next !== undefined; next = left.shift()) {
        this.mostAtOnce = Math.max(this.mostAtOnce, ++this.going);
        this.events += 2;
        results[next.index] = await this.run(state.ItemProcessor, next.item, variables);
        this.going--;
      }
    }));
    requireSize('of the results of a map', results);
    return state.Output === undefined ? results : this.value(state.Output, { input, context: this.context, result: results }, variables);
  }

  /** A value whose texts in `{% %}` are expressions. One that gives nothing is an error, as it is there. */
  private async value(template: unknown, states: object, variables: object): Promise<unknown> {
    if (Array.isArray(template)) return Promise.all(template.map(item => this.value(item, states, variables)));
    if (typeof template === 'object' && template !== null) {
      const entries = Object.entries(template).map(async ([name, item]) => [name, await this.value(item, states, variables)]);
      return Object.fromEntries(await Promise.all(entries));
    }
    const expression = typeof template === 'string' ? /^\{%(.*)%\}$/s.exec(template)?.[1] : undefined;
    if (expression === undefined) return template;
    const result = await jsonata(expression).evaluate(undefined, { ...variables, states }).catch((error: any) => {
      throw new TaskFailure('States.QueryEvaluationError', `${expression}: ${error.message}`);
    });
    if (result === undefined) throw new TaskFailure('States.QueryEvaluationError', `${expression} gives nothing`);
    return JSON.parse(JSON.stringify(result));
  }
}

function requireSize(name: string, value: unknown): void {
  const bytes = Buffer.byteLength(JSON.stringify(value) ?? '');
  if (bytes > MOST_BYTES) throw new TaskFailure('States.DataLimitExceeded', `${name} has ${bytes} bytes`);
}
