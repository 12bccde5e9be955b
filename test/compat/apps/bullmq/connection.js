export const connection = { url: process.env.VALKEY_URL ?? 'redis://queue:6379', maxRetriesPerRequest: null };
