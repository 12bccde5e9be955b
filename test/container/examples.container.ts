import * as fs from 'fs';
import * as path from 'path';
import { EXAMPLES } from '../golden/examples';
import { build, built, cleanUp, contextOf, copyOf, steps, temporaryDirectory } from './engine';

/** A file of tests and a file of sources of each example, and how its dependencies are installed. */
const FILES: Record<string, { test: string; source: string; install: string; gate: string }> = {
  'lets-chat': { test: 'test/rooms.test.js', source: 'app.js', install: 'npm ci', gate: 'verify' },
  'two-stage-demo': { test: 'test/links.test.js', source: 'src/server.js', install: 'npm ci', gate: 'test' },
  'yarn': { test: 'test/app.test.ts', source: 'src/server.ts', install: 'yarn install', gate: 'test' },
  'telescope': { test: 'test/feed.test.js', source: 'src/backend/feed-queue.js', install: 'npm install', gate: 'test' },
};

afterAll(() => cleanUp());

describe.each(Object.entries(FILES))('%s', (name, { test: testFile, source, install, gate }) => {
  const { directory: original, ...options } = EXAMPLES[name];
  const directory = copyOf(original);
  // of this test alone, installing included: of two builds of the same sources at once each has a copy of what it made, with its own times
  const manifest = path.join(directory, 'package.json');
  fs.writeFileSync(manifest, fs.readFileSync(manifest, 'utf8').replace('"description": "', `$&of the run ${Date.now()}: `));
  const change = (file: string) => fs.appendFileSync(path.join(directory, file), `// ${Date.now()}\n`);

  test('a change in a test alone leaves the image as it is, and installs nothing again', () => {
    // a gate that has to run makes the builder hold what it needs, also where an image of before is all that it kept
    change(testFile);
    const before = built(contextOf(directory, options));

    change(testFile);
    const after = build(contextOf(directory, options));

    expect(after.image).toBe(before);
    expect(steps(after.log, 'gate.mjs run')).toContain('DONE');
    expect(new Set(steps(after.log, install))).toEqual(new Set(['CACHED']));
  });

  test('a change in a source makes another image, and installs nothing again', () => {
    const before = built(contextOf(directory, options));

    // the compiler drops comments
    fs.appendFileSync(path.join(directory, source), `console.log('${Date.now()}');\n`);
    const after = build(contextOf(directory, options));

    expect(after.ok).toBe(true);
    expect(after.image).not.toBe(before);
    expect(new Set(steps(after.log, install))).toEqual(new Set(['CACHED']));
  });

  test('the report of a broken test comes out, and no image does', () => {
    const expected = path.join(directory, 'test', 'expected.json');
    fs.writeFileSync(expected, fs.readFileSync(expected, 'utf8').replace('"health": "ok"', '"health": "broken"'));
    const context = contextOf(directory, options);
    const reports = temporaryDirectory();

    const report = build(context, { target: 'test-report', args: { GATE_ON_FAILURE: 'record' }, output: reports });
    const release = build(context, { args: { GATE_ON_FAILURE: 'record' } });

    expect(report.ok).toBe(true);
    expect(fs.readFileSync(path.join(reports, gate, 'exit-code'), 'utf8')).toMatch(/^[1-9]/);
    expect(fs.readFileSync(path.join(reports, gate, 'junit.xml'), 'utf8')).toContain('<failure');
    expect(release.ok).toBe(false);
  });
});
