// Makes what was compiled cheap to load: see decision 0056. Run again, it changes nothing.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { argv } from 'node:process';
import { fileURLToPath } from 'node:url';

const LOAD = /^var (\w+) = require\((".+")\);$/;
const NAME = /^Object\.defineProperty\(exports, ("\w+"), \{ enumerable: true, get: function \(\) \{ return (\w+)\.(\w+); \} \}\);$/;
const LAZY_NAME = /^lazy\("\w+", function \(\) \{ return require\(".+"\)\.\w+; \}\);$/;
/** Node.js takes a name from an ES module whose getter it sees and does not know: this one it does not see. */
const LAZY = 'function lazy(name, get) { Object.defineProperty(exports, name, { enumerable: true, get: get }); }';
/** The names are assigned before they are defined: there Node.js finds what an ES module may import. */
const PREAMBLE = /^("use strict";|Object\.defineProperty\(exports, "__esModule", .*|(exports\.\w+ = )+void 0;|require\("\.\/require-peers"\);.*|\/\/.*|)$/;
const MAP = /^\/\/# sourceMappingURL=data:.*\n?/m;

/** The indexes that others import: that of steps is the entry of a bundle. */
export function indexes(lib) {
  return ['.', ...readdirSync(lib).filter(folder => folder !== 'steps')].map(folder => join(lib, folder, 'index.js')).filter(existsSync);
}

/** An index that loads a file when one of its names is first asked for, as that of aws-cdk-lib does. */
export function lazyIndex(text, file) {
  const paths = new Map();
  const lines = text.split('\n').flatMap(line => {
    const [, variable, path] = LOAD.exec(line) ?? [];
    if (variable) {
      paths.set(variable, path);
      return [];
    }
    const [, name, from, original] = NAME.exec(line) ?? [];
    if (name) {
      return [`lazy(${name}, function () { return require(${paths.get(from)}).${original}; });`];
    }
    if (line !== LAZY && !PREAMBLE.test(line) && !LAZY_NAME.test(line)) {
      throw new Error(`${file}: an index only hands on names that it lists, received: ${line}`);
    }
    return [line];
  });
  return paths.size === 0 ? text : [...lines.slice(0, 1), LAZY, ...lines.slice(1)].join('\n');
}

/** Changes the compiled files below a directory: what is bundled stays. */
export function loadLazily(lib) {
  const compiled = readdirSync(lib, { recursive: true }).filter(name => name.endsWith('.js') && !/(^|[\\/])bundle[\\/]/.test(name));
  // a map is three quarters of a file, with the source that is beside it in all but types
  compiled.forEach(name => change(join(lib, name), text => text.replace(MAP, '')));
  indexes(lib).forEach(file => change(file, text => lazyIndex(text, file)));
}

function change(file, how) {
  const before = readFileSync(file, 'utf8');
  const after = how(before);
  if (after !== before) {
    writeFileSync(file, after);
  }
}

if (argv[1] === fileURLToPath(import.meta.url)) {
  loadLazily(join(dirname(argv[1]), '../lib'));
}
