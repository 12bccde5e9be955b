'use strict';

const { addresses } = require('./lib/addresses');
const { readFeed } = require('./lib/feed');

/** Reads every feed once and says which cannot be read: a job, where feed-queue is a service. */
async function check(feeds) {
  const results = await Promise.allSettled(feeds.map((feed) => readFeed(feed)));
  results.forEach(({ reason, value }, index) => {
    console.log(`${feeds[index]}: ${reason ? reason.message : `${value.length} posts`}`);
  });
  return results.every(({ status }) => status === 'fulfilled');
}

check(addresses()).then((good) => {
  process.exitCode = good ? 0 : 1;
});
