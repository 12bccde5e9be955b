/** Arrow between two names. */
export interface Arrow {
  readonly from: string;
  readonly to: string;
}

/** Place in a diagram: the column counts from the left, the row from the top, where a box is one row high. */
export interface Place {
  readonly column: number;
  readonly row: number;
}

/** Arrow with the places that it passes, from that of the box where it begins to that of the box where it ends. */
export interface Route {
  readonly arrow: Arrow;
  readonly places: readonly Place[];
}

/** Diagram whose arrows all lead to the right. */
export interface Layout {
  readonly boxes: ReadonlyMap<string, Place>;
  readonly routes: readonly Route[];
}

/** Box, or the place at which an arrow passes a column between those of its ends. */
interface Cell {
  readonly column: number;
  readonly isBox: boolean;
  readonly left: Cell[];
  readonly right: Cell[];
  row: number;
}

/** So often columns are sorted and moved by their neighbours: diagrams of stages come to rest long before. */
const SWEEPS = 24;
/** Distance of an arrow that passes to its neighbours. */
const PASSING = 0.6;

/**
 * Boxes in columns, so that arrows lead to the right, cross seldom and bend little: the steps of Sugiyama, Tagawa and Toda
 * for graphs without circles.
 *
 * @see https://en.wikipedia.org/wiki/Layered_graph_drawing
 */
export function layOut(names: readonly string[], arrows: readonly Arrow[]): Layout {
  const columnOf = columnsOf(names, arrows);
  const columns: Cell[][] = Array.from({ length: Math.max(-1, ...columnOf.values()) + 1 }, () => []);
  const cell = (column: number, isBox: boolean): Cell => {
    const made = { column, isBox, left: [], right: [], row: columns[column].length };
    columns[column].push(made);
    return made;
  };
  const boxes = new Map(names.map(name => [name, cell(columnOf.get(name)!, true)]));
  const routes = arrows.map(arrow => {
    const [first, last] = [boxes.get(arrow.from)!, boxes.get(arrow.to)!];
    const between = Array.from({ length: last.column - first.column - 1 }, (_, index) => cell(first.column + 1 + index, false));
    const cells = [first, ...between, last];
    cells.slice(1).forEach((to, index) => {
      cells[index].right.push(to);
      to.left.push(cells[index]);
    });
    return { arrow, cells };
  });
  sort(columns);
  move(columns);
  const top = Math.min(0, ...columns.flat().map(({ row }) => row));
  const place = ({ column, row }: Cell): Place => ({ column, row: row - top });
  return {
    boxes: new Map([...boxes].map(([name, box]) => [name, place(box)])),
    routes: routes.map(({ arrow, cells }) => ({ arrow, places: cells.map(place) })),
  };
}

/** Column of each box: behind all that lead to it, and, where nothing does, right before the first that it leads to. */
function columnsOf(names: readonly string[], arrows: readonly Arrow[]): Map<string, number> {
  const columns = new Map<string, number>();
  const before = (name: string) => arrows.filter(({ to }) => to === name).map(({ from }) => from);
  const behind = (name: string): number => {
    const known = columns.get(name);
    if (known !== undefined) return known;
    const column = Math.max(-1, ...before(name).map(behind)) + 1;
    columns.set(name, column);
    return column;
  };
  names.forEach(behind);
  for (const name of names.filter(item => before(item).length === 0)) {
    const after = arrows.filter(({ from }) => from === name).map(({ to }) => columns.get(to)!);
    if (after.length) columns.set(name, Math.min(...after) - 1);
  }
  return columns;
}

/** Sorts each column by the mean place of the neighbours of its cells, and keeps the order with the fewest crossings. */
function sort(columns: Cell[][]): void {
  let [best, fewest] = [columns.map(column => [...column]), crossings(columns)];
  for (let sweep = 0; sweep < SWEEPS && fewest > 0; sweep++) {
    const side = sweep % 2 === 0 ? 'left' : 'right';
    for (const column of side === 'left' ? columns : [...columns].reverse()) {
      const wanted = new Map(column.map(item => [item, mean(item[side]) ?? item.row]));
      column.sort((a, b) => wanted.get(a)! - wanted.get(b)!).forEach((item, row) => { item.row = row; });
    }
    const now = crossings(columns);
    if (now < fewest) [best, fewest] = [columns.map(column => [...column]), now];
  }
  best.forEach((column, index) => {
    columns[index] = column;
    column.forEach((item, row) => { item.row = row; });
  });
}

function crossings(columns: readonly (readonly Cell[])[]): number {
  return columns.map(column => column.flatMap(from => from.right.map(to => [from.row, to.row]))).reduce((all, pairs) =>
    all + pairs.flatMap(([from, to], index) => pairs.slice(index + 1).filter(([from2, to2]) => (from - from2) * (to - to2) < 0)).length, 0);
}

/** Moves cells towards the mean of their neighbours, in their order, no closer than boxes may stand. */
function move(columns: readonly (readonly Cell[])[]): void {
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    for (const column of sweep % 2 === 0 ? columns : [...columns].reverse()) {
      const offsets = column.reduce<number[]>((all, item, index) =>
        [...all, index === 0 ? 0 : all[index - 1] + (item.isBox && column[index - 1].isBox ? 1 : PASSING)], []);
      const wanted = column.map((item, index) => (mean([...item.left, ...item.right]) ?? item.row) - offsets[index]);
      ascending(wanted).forEach((row, index) => { column[index].row = row + offsets[index]; });
    }
  }
}

/** Nearest numbers that do not descend, by least squares: neighbours that do are pooled. */
function ascending(numbers: readonly number[]): number[] {
  const pools: { sum: number; count: number }[] = [];
  for (const number of numbers) {
    let pool = { sum: number, count: 1 };
    for (let last = pools.at(-1); last && last.sum / last.count > pool.sum / pool.count; last = pools.at(-1)) {
      pools.pop();
      pool = { sum: pool.sum + last.sum, count: pool.count + last.count };
    }
    pools.push(pool);
  }
  return pools.flatMap(({ sum, count }) => Array.from({ length: count }, () => sum / count));
}

function mean(cells: readonly Cell[]): number | undefined {
  return cells.length === 0 ? undefined : cells.reduce((sum, { row }) => sum + row, 0) / cells.length;
}
