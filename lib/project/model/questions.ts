/**
 * Answers each question once, and knows which one is being answered.
 */
export class Questions {
  private readonly answers = new Map<string, unknown>();
  private readonly asked: string[] = [];

  /**
   * The question that is being answered; undefined between them.
   */
  public get current(): string | undefined {
    return this.asked[this.asked.length - 1];
  }

  /**
   * The answer of a question: found out the first time, and remembered.
   *
   * @throws Error with the way round if answering it asks for itself
   */
  public once<T>(question: string, answer: () => T): T {
    if (this.answers.has(question)) return this.answers.get(question) as T;
    if (this.asked.includes(question)) {
      throw new Error(`what a project is depends on itself: ${[...this.asked.slice(this.asked.indexOf(question)), question].join(' -> ')}`);
    }
    this.asked.push(question);
    try {
      const found = answer();
      this.answers.set(question, found);
      return found;
    } finally {
      this.asked.pop();
    }
  }
}
