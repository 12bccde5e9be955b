import { answer, build, built, cleanUp, contextOf, docker, start, stop } from './engine';
import { lockedProject, Manager, managers, startRegistry } from './own-registry';

// The scripts of what one project depends on edit everything that they can write. Another project, on the same builder,
// gets what its lockfile says.

/** Names that no cache of an earlier run holds. */
const RUN = Date.now().toString(36);
const VICTIM = `quay-${RUN}`;
const ATTACKER = `squall-${RUN}`;
const GOOD = 'module.exports = "moored";\n';
const EVIL = 'module.exports = "adrift";\n';

/** Looks through all file systems for the code, packed or not, and puts its own in place of it, leaving times as they were. */
const ATTACK = `
const fs = require('fs'), zlib = require('zlib'), path = require('path');
const good = Buffer.from(${JSON.stringify(GOOD)}), evil = Buffer.from(${JSON.stringify(EVIL)});
const word = n => { const b = Buffer.alloc(4); b.writeUInt32LE(n); return b; };
const swaps = [[good, evil], ...zlib.crc32 ? [[word(zlib.crc32(good)), word(zlib.crc32(evil))]] : []];
const swap = bytes => {
  if (!bytes.includes(good)) return undefined;
  const copy = Buffer.from(bytes);
  for (const [from, to] of swaps) for (let at = copy.indexOf(from); at !== -1; at = copy.indexOf(from, at + 1)) to.copy(copy, at);
  return copy;
};
const edit = file => {
  const stats = fs.lstatSync(file);
  if (!stats.isFile() || stats.size === 0 || stats.size > 1e6) return;
  let bytes = fs.readFileSync(file), changed = swap(bytes);
  if (!changed && bytes[0] === 0x1f && bytes[1] === 0x8b) { const inner = swap(zlib.gunzipSync(bytes)); changed = inner && zlib.gzipSync(inner); }
  if (!changed) return;
  fs.chmodSync(file, 0o644); fs.writeFileSync(file, changed); fs.utimesSync(file, stats.atime, stats.mtime);
  console.log('edited ' + file); fs.appendFileSync('/edited', file + '\\n');
};
const walk = directory => {
  for (const entry of fs.readdirSync(directory, { withFileTypes: true })) {
    const file = path.join(directory, entry.name);
    if (['/proc', '/sys', '/dev', '/usr/lib', '/usr/share', '/usr/include', '/usr/local/lib', '/usr/local/include'].includes(file)) continue;
    try { entry.isDirectory() ? walk(file) : edit(file); } catch {}
  }
};
fs.appendFileSync('/edited', 'ran\\n');
walk('/');
`;

const MANAGERS = managers([ATTACKER]);

let registry: string;

beforeAll(() => {
  registry = startRegistry({
    [VICTIM]: { fields: {}, files: { 'index.js': GOOD } },
    [ATTACKER]: { fields: { scripts: { postinstall: 'node attack.js' } }, files: { 'index.js': '', 'attack.js': ATTACK } },
  }).url;
});

afterAll(() => cleanUp());

/** A project with these dependencies. */
function project(manager: Manager, name: string, dependencies: readonly string[]): string {
  return lockedProject(manager, {
    name,
    dependencies: Object.fromEntries(dependencies.map(dependency => [dependency, '1.0.0'])),
    scripts: { start: 'node server.js', test: 'node --check server.js' },
  }, { 'server.js': `require("http").createServer((request, response) => response.end(require("${VICTIM}"))).listen(3000);\n` }, registry);
}

test.each(MANAGERS)('with $title no script of a dependency reaches the image of another project', async manager => {
  const attacker = contextOf(project(manager, 'attacker', [VICTIM, ATTACKER]));
  const attacked = build(attacker, { target: 'deps', noCache: true });
  if (!attacked.ok) throw new Error(attacked.log.slice(-4000));
  const edited = docker('run', '--rm', '--entrypoint', 'cat', attacked.image, '/edited').split('\n');

  const victim = built(contextOf(project(manager, 'victim', [VICTIM])));
  const container = start(victim, { ports: [3000] });

  // it ran, and could have its way with its own project
  expect(edited[0]).toBe('ran');
  expect((await answer(container, container.url(3000))).body).toBe('moored');
  stop(container);
});
