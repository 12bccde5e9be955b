import * as fc from 'fast-check';
import { Arrow, layOut } from '../../../lib/cli/diagram/layout';
import { holds } from '../../property';

const arrow = (text: string): Arrow => {
  const [from, to] = text.split(' ');
  return { from, to };
};
const rows = (names: string, ...arrows: string[]) => {
  const { boxes } = layOut(names.split(' '), arrows.map(arrow));
  return Object.fromEntries([...boxes].map(([name, { column, row }]) => [name, [column, Math.round(row * 100) / 100]]));
};

test('a chain is a straight line', () => {
  expect(rows('a b c', 'a b', 'b c')).toEqual({ a: [0, 0], b: [1, 0], c: [2, 0] });
});

test('a fork is symmetric', () => {
  expect(rows('a b c d', 'a b', 'a c', 'b d', 'c d')).toEqual({ a: [0, 0.5], b: [1, 0], c: [1, 1], d: [2, 0.5] });
});

test('what nothing leads to stands right before the first that it leads to', () => {
  expect(rows('a b c late', 'a b', 'b c', 'late c').late[0]).toBe(1);
});

test('two that lead crosswise stand so that their arrows do not cross', () => {
  const { boxes } = layOut(['a', 'b', 'x', 'y'], ['a y', 'b x'].map(arrow));

  expect(Math.sign(boxes.get('a')!.row - boxes.get('b')!.row)).toBe(Math.sign(boxes.get('y')!.row - boxes.get('x')!.row));
});

test('a diagram of nothing is nothing', () => {
  expect(layOut([], [])).toEqual({ boxes: new Map(), routes: [] });
});

/** Graphs whose arrows lead from a lower number to a higher one. */
const GRAPHS = fc.integer({ min: 2, max: 14 }).chain(count => fc.record({
  names: fc.constant(Array.from({ length: count }, (_, index) => `n${index}`)),
  pairs: fc.uniqueArray(fc.tuple(fc.nat(count - 1), fc.nat(count - 1)).filter(([from, to]) => from < to), { selector: String, maxLength: 30 }),
}));

test('whatever the graph: arrows lead to the right from column to column, and nothing stands on anything', () => {
  holds(fc.property(GRAPHS, ({ names, pairs }) => {
    const arrows = pairs.map(([from, to]) => ({ from: names[from], to: names[to] }));
    const { boxes, routes } = layOut(names, arrows);

    expect([...boxes.keys()]).toEqual(names);
    expect(routes.map(route => route.arrow)).toEqual(arrows);
    for (const { arrow: { from, to }, places } of routes) {
      expect([places[0], places[places.length - 1]]).toEqual([boxes.get(from), boxes.get(to)]);
      expect(places.map(({ column }) => column)).toEqual(places.map((_, index) => places[0].column + index));
    }
    const passing = routes.flatMap(({ places }) => places.slice(1, -1));
    const places = [...[...boxes.values()].map(place => ({ ...place, box: true })), ...passing.map(place => ({ ...place, box: false }))];
    for (const [index, one] of places.entries()) {
      expect(one.row).toBeGreaterThanOrEqual(0);
      for (const other of places.slice(index + 1).filter(({ column }) => column === one.column)) {
        expect(Math.abs(one.row - other.row)).toBeGreaterThanOrEqual((one.box && other.box ? 1 : 0.6) - 1e-6);
      }
    }
  }));
});
