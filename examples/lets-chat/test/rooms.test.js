'use strict';

const assert = require('node:assert/strict');
const { Rooms, HISTORY } = require('../lib/rooms');

describe('rooms', () => {
  it('keeps messages apart by room', () => {
    const rooms = new Rooms(['a', 'b']);
    rooms.post('a', { author: 'Ann', text: 'hello' });
    assert.deepEqual(rooms.list(), [
      { name: 'a', messages: 1 },
      { name: 'b', messages: 0 },
    ]);
  });

  it('gives only what came after a message', () => {
    const rooms = new Rooms(['a']);
    const first = rooms.post('a', { author: 'Ann', text: 'one' });
    rooms.post('a', { author: 'Ben', text: 'two' });
    assert.deepEqual(
      rooms.history('a', first.id).map(({ text }) => text),
      ['two'],
    );
  });

  it('forgets the oldest messages', () => {
    const rooms = new Rooms(['a']);
    for (let i = 0; i <= HISTORY; i++) rooms.post('a', { author: 'Ann', text: String(i) });
    const history = rooms.history('a');
    assert.equal(history.length, HISTORY);
    assert.equal(history[0].text, '1');
  });

  for (const name of ['', 'Upper', 'a b', '-a', 'a'.repeat(33), undefined]) {
    it(`refuses the name ${JSON.stringify(name)}`, () => {
      assert.throws(() => new Rooms().create(name), /room name/);
    });
  }
});
