export interface Todo {
  readonly id: number;
  readonly title: string;
  readonly done: boolean;
}

export class InvalidTodo extends Error {}

/** To-dos in the order in which they were added. */
export class Todos {
  private readonly items = new Map<number, Todo>();
  private lastId = 0;

  public add(title: unknown): Todo {
    if (typeof title !== 'string' || title.trim() === '') {
      throw new InvalidTodo(`a to-do needs a title, got ${JSON.stringify(title)}`);
    }
    const todo = { id: ++this.lastId, title: title.trim(), done: false };
    this.items.set(todo.id, todo);
    return todo;
  }

  public complete(id: number): Todo | undefined {
    const todo = this.items.get(id);
    if (!todo) return undefined;
    const completed = { ...todo, done: true };
    this.items.set(id, completed);
    return completed;
  }

  public list(filter: { done?: boolean } = {}): Todo[] {
    return [...this.items.values()].filter((todo) => filter.done === undefined || todo.done === filter.done);
  }
}
