'use strict';

const assert = require('node:assert/strict');
const { createInvite, readInvite } = require('../lib/invites');

describe('invites', () => {
  it('name the room they were made for', () => {
    assert.equal(readInvite(createInvite('lobby', 's3cret'), 's3cret'), 'lobby');
  });

  it('are refused when the room was changed', () => {
    const token = createInvite('lobby', 's3cret').replace('lobby', 'staff');
    assert.equal(readInvite(token, 's3cret'), undefined);
  });

  it('are refused when another secret signed them', () => {
    assert.equal(readInvite(createInvite('lobby', 'other'), 's3cret'), undefined);
  });

  it('are refused when they are not tokens at all', () => {
    assert.equal(readInvite('lobby', 's3cret'), undefined);
  });
});
