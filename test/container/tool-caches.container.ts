import * as fs from 'fs';
import * as path from 'path';
import { ToolCaches } from '../../lib';
import { build, cleanUp, contextOf, docker, filesOf } from './engine';
import { smallApp } from './small-app';

afterAll(() => cleanUp());

/** Counts its runs in its cache, and writes the number where the image has it. */
const TOOL = `
const fs = require("fs");
fs.mkdirSync(".cache/tool", { recursive: true });
const runs = (fs.existsSync(".cache/tool/runs") ? Number(fs.readFileSync(".cache/tool/runs")) : 0) + 1;
fs.writeFileSync(".cache/tool/runs", String(runs));
fs.mkdirSync("dist", { recursive: true });
fs.writeFileSync("dist/runs.js", "module.exports = " + runs);
`;

/** Fails where it sees what a build left. */
const TEST = 'require("node:test").test("sees no cache", () => { if (require("fs").existsSync(".cache/tool/runs")) throw new Error("a cache"); });\n';

/** A project that no test before has built. */
function app(name = `tools-${process.pid}-${Date.now()}`): string {
  return smallApp({ name, scripts: { build: 'node tool.js' }, files: { 'tool.js': TOOL, 'server.test.js': TEST } });
}

function runsIn(directory: string, mark: string): { runs: number; files: string[] } {
  fs.writeFileSync(path.join(directory, 'mark.js'), `// ${mark}\n`);
  const { ok, image, log } = build(contextOf(directory, { toolCaches: ToolCaches.standard({ directories: ['.cache/tool'] }) }));
  if (!ok) throw new Error(log);
  return { runs: Number(docker('run', '--rm', '--entrypoint', 'node', image, '-p', 'require("./dist/runs.js")')), files: filesOf(image) };
}

test('a build finds what the one before it left, the image has nothing of it, and no gate sees it', () => {
  const directory = app();

  expect(runsIn(directory, '1').runs).toBe(1);
  const { runs, files } = runsIn(directory, '2');

  expect(runs).toBe(2);
  expect(files.filter(file => file.includes('.cache'))).toEqual([]);
});

test('another project finds nothing of it', () => {
  const directory = app();
  runsIn(directory, '1');

  expect(runsIn(app(`other-${process.pid}-${Date.now()}`), '1').runs).toBe(1);
});
