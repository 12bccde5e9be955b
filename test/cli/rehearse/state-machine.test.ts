import { StateMachineProps, StateMachineRun, TaskFailure } from '../../../lib/cli/rehearse/machine/state-machine';

const machine = (States: object, StartAt = Object.keys(States)[0]) => ({ QueryLanguage: 'JSONata', StartAt, States });
const run = (States: object, input: unknown = {}, props: Partial<StateMachineProps> = {}) =>
  new StateMachineRun(machine(States), { context: { Execution: { Name: 'one' } }, tasks: {}, ...props }).start(input);
const task = (more: object = {}) => ({ Type: 'Task', Resource: 'arn:aws-us-gov:states:::service:call', Arguments: { given: '{% $states.input.value %}' }, End: true, ...more });

describe('a state machine', () => {
  test('computes its output from its input, its context and what is assigned', async () => {
    const execution = await run({
      One: { Type: 'Pass', Assign: { kept: '{% $states.input.value + 1 %}' }, Output: { name: '{% $states.context.Execution.Name %}' }, Next: 'Two' },
      Two: { Type: 'Pass', Output: { both: '{% [$states.input.name, $kept] %}', plain: 'text' }, End: true },
    }, { value: 1 });

    expect(execution).toMatchObject({ status: 'SUCCEEDED', output: { both: ['one', 2], plain: 'text' }, states: ['One', 'Two'] });
  });

  test.each([[true, 'Yes'], [false, 'No']])('goes where a condition that is %s leads', async (value, last) => {
    const { states } = await run({
      Asks: { Type: 'Choice', Choices: [{ Condition: '{% $states.input.value %}', Next: 'Yes' }], Default: 'No' }, Yes: { Type: 'Succeed' }, No: { Type: 'Succeed' },
    }, { value });

    expect(states).toEqual(['Asks', last]);
  });

  test('asks services, whatever the partition, and tries again what may be tried', async () => {
    let calls = 0;
    const call = async ({ given }: any) => {
      if (++calls < 3) throw new TaskFailure('Busy', 'later');
      return { given };
    };
    const again = { Retry: [{ ErrorEquals: ['Busy'], MaxAttempts: 2 }], Output: '{% $states.result.given %}' };

    expect(await run({ Asks: task(again) }, { value: 'a' }, { tasks: { 'service:call': call } })).toMatchObject({ status: 'SUCCEEDED', output: 'a' });
    calls = -1;
    expect(await run({ Asks: task(again) }, { value: 'a' }, { tasks: { 'service:call': call } })).toMatchObject({ status: 'FAILED', error: 'Busy: later' });
  });

  test('catches what fails, with its cause', async () => {
    const call = async () => {
      throw new TaskFailure('States.TaskFailed', 'the build failed');
    };
    const caught = { Catch: [{ ErrorEquals: ['States.ALL'], Output: { reason: '{% $states.errorOutput.Cause %}' }, Next: 'After' }] };

    expect(await run({ Asks: task(caught), After: { Type: 'Succeed' } }, { value: 1 }, { tasks: { 'service:call': call } }))
      .toMatchObject({ status: 'SUCCEEDED', output: { reason: 'the build failed' }, states: ['Asks', 'After'] });
  });

  test.each([[undefined, 3], [1, 1], [8, 3]])('with %p at once has %i iterations of a map going on', async (atOnce, most) => {
    const begun: number[] = [];
    const call = async ({ given }: any) => {
      begun.push(given);
      await new Promise(resolve => setImmediate(resolve));
      return given * 2;
    };
    const states = machine({ Each: { Type: 'Map', Items: '{% $states.input %}', MaxConcurrency: 3, ItemProcessor: machine({ Asks: task() }), End: true } });
    const tested = new StateMachineRun(states, { context: {}, tasks: { 'service:call': call }, atOnce });

    expect(await tested.start([1, 2, 3, 4].map(value => ({ value })))).toMatchObject({ output: [2, 4, 6, 8] });
    expect([tested.mostAtOnce, begun.length]).toEqual([most, 4]);
  });

  test('keeps what an iteration assigns from the others', async () => {
    const each = machine({ One: { Type: 'Pass', Assign: { kept: '{% $states.input %}' }, Next: 'Two' }, Two: { Type: 'Pass', Output: '{% $kept %}', End: true } });

    expect(await run({ Each: { Type: 'Map', Items: '{% $states.input %}', MaxConcurrency: 2, ItemProcessor: each, End: true } }, [1, 2])).toMatchObject({ output: [1, 2] });
  });

  test.each([
    ['an expression that gives nothing', { One: { Type: 'Pass', Output: '{% $states.input.none %}', End: true } }, /gives nothing/],
    ['a condition that is no answer', { One: { Type: 'Choice', Choices: [{ Condition: '{% 1 %}', Next: 'One' }], Default: 'One' } }, /a condition gives 1/],
    ['more than a state takes', { One: { Type: 'Pass', Output: '{% $pad("", 300000, "x") %}', End: true } }, /States.DataLimitExceeded/],
    ['an operator that Step Functions does not know, of a later JSONata', { One: { Type: 'Pass', Output: '{% $states.input.none ?? 1 %}', End: true } }, /\?\? 1/],
    ['no list to go through', { One: { Type: 'Map', Items: '{% 1 %}', MaxConcurrency: 1, ItemProcessor: {}, End: true } }, /no array/],
  ])('with %s fails', async (_, states, error) => {
    expect(await run(states)).toMatchObject({ status: 'FAILED', error: expect.stringMatching(error) });
  });

  test.each([
    ['another type', { One: { Type: 'Wait', Seconds: 1, End: true } }, 'no state of the type "Wait" is known here'],
    ['another service', { One: task() }, 'nothing stands for arn:aws-us-gov:states:::service:call'],
    ['a state that leads nowhere', { One: { Type: 'Pass' } }, 'the state "One" has no next one'],
    ['a state that is not there', { One: { Type: 'Pass', Next: 'Two' } }, 'has no state "Two"'],
  ])('with %s is refused', async (_, states, message) => {
    await expect(run(states, { value: 1 })).rejects.toThrow(message);
  });

  test('in another language is refused', () => {
    expect(() => new StateMachineRun({ StartAt: 'One', States: {} }, { context: {}, tasks: {} })).toThrow('only state machines in JSONata are known here, received undefined');
  });
});
