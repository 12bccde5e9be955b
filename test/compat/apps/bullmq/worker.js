import { Worker } from 'bullmq';
import { connection } from './connection.js';
import { hours } from './jobs.js';

const worker = new Worker('voyages', async job => hours(job), { connection });
worker.on('error', () => {});
console.log('waiting for voyages');
process.on('SIGTERM', () => process.exit(0));
