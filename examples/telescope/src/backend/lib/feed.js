'use strict';

const { readFile } = require('node:fs/promises');
const { XMLParser } = require('fast-xml-parser');

const parser = new XMLParser({ ignoreAttributes: false, attributeNamePrefix: '@' });

const list = (value) => (value === undefined ? [] : [value].flat());
const text = (value) => String(value?.['#text'] ?? value ?? '');
const date = (value) => new Date(text(value)).toISOString();

/** The posts of an RSS 2.0 or Atom document. */
function parseFeed(xml) {
  const { rss, feed } = parser.parse(xml);
  if (rss) {
    const { channel } = rss;
    return list(channel.item).map((item) => ({
      blog: text(channel.title),
      title: text(item.title),
      url: text(item.link),
      published: date(item.pubDate),
    }));
  }
  if (feed) {
    return list(feed.entry).map((entry) => ({
      blog: text(feed.title),
      title: text(entry.title),
      url: list(entry.link)[0]?.['@href'] ?? '',
      published: date(entry.published ?? entry.updated),
    }));
  }
  throw new Error('neither RSS nor Atom');
}

/** Reads a feed from the web or, as the bundled ones are, from a file. */
async function readFeed(url) {
  if (url.protocol === 'file:') return parseFeed(await readFile(url, 'utf8'));
  const response = await fetch(url, { signal: AbortSignal.timeout(10_000) });
  if (!response.ok) throw new Error(`${url} answered ${response.status}`);
  return parseFeed(await response.text());
}

module.exports = { parseFeed, readFeed };
