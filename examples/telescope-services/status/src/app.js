'use strict';

const express = require('express');

/** "auth=http://auth:7000 posts=http://posts:7004" as pairs of name and address. */
const targetsOf = (text = '') =>
  text
    .split(' ')
    .filter(Boolean)
    .map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]);

async function probe(address, timeout) {
  try {
    const { ok } = await fetch(new URL('/health', address), { signal: AbortSignal.timeout(timeout) });
    return ok ? 'up' : 'down';
  } catch {
    return 'down';
  }
}

function createApp({ targets = targetsOf(process.env.STATUS_TARGETS), timeout = 2000 } = {}) {
  const app = express();

  app.get('/', (req, res) => res.json({ service: 'status', targets: targets.length }));
  app.get('/health', (req, res) => res.json({ status: 'ok' }));

  app.get('/status', async (req, res) => {
    const states = await Promise.all(targets.map(async ([name, address]) => [name, await probe(address, timeout)]));
    res.status(states.every(([, state]) => state === 'up') ? 200 : 503).json(Object.fromEntries(states));
  });

  return app;
}

module.exports = { createApp, targetsOf };
