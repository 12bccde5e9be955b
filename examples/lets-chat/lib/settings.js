'use strict';

const fs = require('node:fs');
const path = require('node:path');
const crypto = require('node:crypto');

const SETTINGS_FILE = path.join(__dirname, '..', 'settings.generated.json');

/**
 * The environment wins over the generated file. With neither, the secret lives as long as the
 * process does, so invitations end when it does.
 */
function loadSettings(env = process.env) {
  const generated = fs.existsSync(SETTINGS_FILE) ? JSON.parse(fs.readFileSync(SETTINGS_FILE, 'utf8')) : {};
  return {
    port: Number(env.PORT ?? 5000),
    secret: env.CHAT_SECRET ?? generated.secret ?? crypto.randomBytes(32).toString('hex'),
    rooms: env.CHAT_ROOMS?.split(',') ?? generated.rooms ?? ['lobby'],
  };
}

module.exports = { SETTINGS_FILE, loadSettings };
