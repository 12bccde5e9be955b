'use strict';

const { readdirSync } = require('node:fs');
const path = require('node:path');
const { pathToFileURL } = require('node:url');

const BUNDLED = path.join(__dirname, '..', 'feeds');

/** FEEDS: addresses separated by spaces. Without it, the feeds that come along. */
function addresses(feeds = process.env.FEEDS) {
  return (
    feeds?.split(' ').map((feed) => new URL(feed)) ??
    readdirSync(BUNDLED).map((file) => pathToFileURL(path.join(BUNDLED, file)))
  );
}

module.exports = { addresses };
