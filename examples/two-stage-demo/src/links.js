import { nanoid } from 'nanoid';

export class InvalidLink extends Error {}

/** Short ids for long addresses. */
export class Links {
  #targets = new Map();

  get size() {
    return this.#targets.size;
  }

  add(target) {
    if (!/^https?:\/\//.test(target ?? '') || !URL.canParse(target)) {
      throw new InvalidLink(`not an http or https address: ${JSON.stringify(target)}`);
    }
    const id = nanoid(8);
    this.#targets.set(id, new URL(target).href);
    return id;
  }

  resolve(id) {
    return this.#targets.get(id);
  }
}
