'use strict';

/** Works through the feeds one after the other. One that cannot be read costs no other its turn. */
class FeedQueue {
  constructor({ feeds, read, posts, log = console }) {
    Object.assign(this, { feeds, read, posts, log, failed: 0 });
  }

  async run() {
    const gathered = [];
    this.failed = 0;
    for (const feed of this.feeds) {
      try {
        gathered.push(...(await this.read(feed)));
      } catch (error) {
        this.failed += 1;
        this.log.error(`${feed}: ${error.message}`);
      }
    }
    await this.posts.replace(gathered);
    return gathered.length;
  }
}

module.exports = { FeedQueue };
