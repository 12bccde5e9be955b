import { dueFacts } from './due-facts';

// What of the dated facts is to be looked after: `npm run facts`, or with a day, `npm run facts -- 2027-03-01`.

const [today = new Date().toISOString().slice(0, 10)] = process.argv.slice(2);
const due = dueFacts(today);
due.forEach(line => console.log(line));
process.exitCode = due.length === 0 ? 0 : 1;
