const Redis = require('ioredis');

exports.open = () => {
  const redis = new Redis(process.env.REDIS_URL, { maxRetriesPerRequest: 1, retryStrategy: () => null });
  redis.on('error', () => {});
  return {
    push: job => redis.rpush('jobs', JSON.stringify(job)),
    take: async () => JSON.parse(await redis.lpop('jobs')),
    close: () => redis.disconnect(),
  };
};
