// Writes which harbour is in which file, from the tables in tides/.
const fs = require('node:fs');
const path = require('node:path');

const root = path.join(__dirname, '..');
const tables = fs.readdirSync(path.join(root, 'tides')).sort();
const index = Object.fromEntries(tables.map(file => [JSON.parse(fs.readFileSync(path.join(root, 'tides', file), 'utf8')).harbour, file]));
fs.mkdirSync(path.join(root, 'generated'), { recursive: true });
fs.writeFileSync(path.join(root, 'generated', 'index.json'), JSON.stringify(index));
