'use strict';

const { readFile, rename, writeFile } = require('node:fs/promises');
const os = require('node:os');
const path = require('node:path');

/** What the queue gathered, in a file that the web server reads: mount one volume into both. */
class Posts {
  constructor(file = process.env.POSTS_FILE ?? path.join(os.tmpdir(), 'telescope-posts.json')) {
    this.file = file;
  }

  /** Newest first. */
  async list() {
    try {
      return JSON.parse(await readFile(this.file, 'utf8'));
    } catch (error) {
      if (error.code === 'ENOENT') return [];
      throw error;
    }
  }

  async replace(posts) {
    const sorted = posts.toSorted((a, b) => b.published.localeCompare(a.published));
    const draft = `${this.file}.${process.pid}`;
    await writeFile(draft, JSON.stringify(sorted));
    await rename(draft, this.file);
  }
}

module.exports = { Posts };
