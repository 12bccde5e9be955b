import { expect, test } from '@jest/globals';
import { InvalidTodo, Todos } from '../src/todos';

test('numbers to-dos from one', () => {
  const todos = new Todos();
  expect([todos.add('a').id, todos.add('b').id]).toEqual([1, 2]);
});

test('filters by what is done', () => {
  const todos = new Todos();
  todos.add('a');
  todos.complete(todos.add('b').id);
  expect(todos.list({ done: true }).map(({ title }) => title)).toEqual(['b']);
  expect(todos.list({ done: false }).map(({ title }) => title)).toEqual(['a']);
});

test('completing an unknown to-do gives nothing', () => {
  expect(new Todos().complete(1)).toBeUndefined();
});

test.each([undefined, null, 7, '', '  '])('refuses the title %j', (title) => {
  expect(() => new Todos().add(title)).toThrow(InvalidTodo);
});
