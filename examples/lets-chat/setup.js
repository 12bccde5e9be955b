'use strict';

// Run once in a fresh clone: invitations are signed with a secret of this installation's own.

const fs = require('node:fs');
const crypto = require('node:crypto');
const { SETTINGS_FILE } = require('./lib/settings');

if (fs.existsSync(SETTINGS_FILE)) {
  console.log(`${SETTINGS_FILE} is there already, nothing to do`);
} else {
  const settings = { secret: crypto.randomBytes(32).toString('hex'), rooms: ['lobby', 'help'] };
  fs.writeFileSync(SETTINGS_FILE, `${JSON.stringify(settings, null, 2)}\n`, { mode: 0o600 });
  console.log(`wrote ${SETTINGS_FILE}`);
}
