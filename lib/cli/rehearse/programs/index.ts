import { readFileSync } from 'fs';
import { runAws } from './aws';
import { runDocker } from './docker';
import { serveRegistry } from './registry';

// The entry of the bundle: node rehearsal.mjs PROGRAM WORDS...
const [name, ...words] = process.argv.slice(2);
const end = (code: number) => { process.exitCode = code; };
if (name === 'docker') void runDocker(words, JSON.parse(readFileSync(process.env.REHEARSAL!, 'utf8'))).then(end);
else if (name === 'aws') void runAws(words).then(end);
else if (name === 'registry') serveRegistry(Number(words[0]));
else throw new Error(`there is no program ${name}`);
