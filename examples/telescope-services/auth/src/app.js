'use strict';

const crypto = require('node:crypto');
const express = require('express');

/** A token is the user's name and, signed with a secret, until when it is good. */
function createApp({
  secret = process.env.AUTH_SECRET ?? crypto.randomBytes(32),
  lifetime = 3600,
  now = Date.now,
} = {}) {
  const sign = (payload) => crypto.createHmac('sha256', secret).update(payload).digest('base64url');
  const app = express().use(express.json());

  app.get('/', (req, res) => res.json({ service: 'auth' }));
  app.get('/health', (req, res) => res.json({ status: 'ok' }));

  app.post('/tokens', (req, res) => {
    const { user } = req.body ?? {};
    if (typeof user !== 'string' || user === '') return res.status(400).json({ error: 'user is missing' });
    const payload = Buffer.from(JSON.stringify({ user, until: now() + lifetime * 1000 })).toString('base64url');
    res.status(201).json({ token: `${payload}.${sign(payload)}` });
  });

  app.get('/tokens/:token', (req, res) => {
    const [payload, signature = ''] = req.params.token.split('.');
    const [expected, actual] = [sign(payload), signature].map((value) => Buffer.from(value));
    const authentic = expected.length === actual.length && crypto.timingSafeEqual(expected, actual);
    const claims = authentic ? JSON.parse(Buffer.from(payload, 'base64url')) : { until: 0 };
    if (claims.until < now()) return res.status(401).json({ error: 'not a valid token' });
    res.json(claims);
  });

  return app;
}

module.exports = { createApp };
