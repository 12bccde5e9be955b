'use strict';

const crypto = require('node:crypto');

const sign = (room, secret) => crypto.createHmac('sha256', secret).update(room).digest('base64url');

/** A link-safe token that lets its bearer into one room. */
function createInvite(room, secret) {
  return `${room}.${sign(room, secret)}`;
}

/** The room that a token was made for, or undefined when it was not made with this secret. */
function readInvite(token, secret) {
  const [room, signature = ''] = token.split('.');
  const expected = Buffer.from(sign(room, secret));
  const actual = Buffer.from(signature);
  return actual.length === expected.length && crypto.timingSafeEqual(actual, expected) ? room : undefined;
}

module.exports = { createInvite, readInvite };
