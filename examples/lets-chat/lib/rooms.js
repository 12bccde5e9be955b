'use strict';

const { EventEmitter } = require('node:events');

const HISTORY = 100;
const NAME = /^[a-z0-9][a-z0-9-]{0,31}$/;

class InvalidInput extends Error {}

/** Rooms and what was said in them. Emits `message` with (room name, message). */
class Rooms extends EventEmitter {
  #rooms = new Map();
  #lastId = 0;

  constructor(names = []) {
    super();
    names.forEach((name) => this.create(name));
  }

  list() {
    return [...this.#rooms].map(([name, messages]) => ({ name, messages: messages.length }));
  }

  has(name) {
    return this.#rooms.has(name);
  }

  create(name) {
    if (!NAME.test(name ?? '')) throw new InvalidInput('a room name has 1 to 32 of a-z, 0-9 and -');
    if (this.has(name)) throw new InvalidInput(`the room ${name} exists already`);
    this.#rooms.set(name, []);
    return { name, messages: 0 };
  }

  post(name, { author, text }) {
    if (!this.has(name)) throw new InvalidInput(`there is no room ${name}`);
    if (typeof author !== 'string' || !author.trim()) throw new InvalidInput('a message needs an author');
    if (typeof text !== 'string' || !text.trim()) throw new InvalidInput('a message needs a text');
    const messages = this.#rooms.get(name);
    const message = { id: ++this.#lastId, author: author.trim(), text: text.trim(), at: new Date().toISOString() };
    messages.push(message);
    if (messages.length > HISTORY) messages.shift();
    this.emit('message', name, message);
    return message;
  }

  /** Messages of a room, oldest first; `after` is the id of the last one already seen. */
  history(name, after = 0) {
    return (this.#rooms.get(name) ?? []).filter((message) => message.id > after);
  }
}

module.exports = { Rooms, InvalidInput, HISTORY };
