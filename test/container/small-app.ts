import * as fs from 'fs';
import * as path from 'path';
import { temporaryDirectory } from './engine';

/** A directory with these files. */
export function directoryWith(files: Record<string, string>): string {
  const directory = temporaryDirectory();
  for (const [name, text] of Object.entries(files)) {
    fs.mkdirSync(path.dirname(path.join(directory, name)), { recursive: true });
    fs.writeFileSync(path.join(directory, name), text);
  }
  return directory;
}

export interface SmallApp {
  readonly name?: string;
  readonly scripts?: Record<string, string>;
  readonly files?: Record<string, string>;
}

/** A project without dependencies that answers on PORT, or on 8080, and has one test that passes. */
export function smallApp(options: SmallApp = {}): string {
  const name = options.name ?? 'small-app';
  return directoryWith({
    'package.json': JSON.stringify({
      name, version: '1.0.0', private: true, scripts: { start: 'node server.js', test: 'node --test', ...options.scripts },
    }, undefined, 2),
    'package-lock.json': JSON.stringify({ name, version: '1.0.0', lockfileVersion: 3, requires: true, packages: { '': { name, version: '1.0.0' } } }),
    'server.js': 'require("http").createServer((_, response) => response.end("well")).listen(process.env.PORT || 8080);\n',
    'server.test.js': 'require("node:test").test("passes", () => {});\n',
    ...options.files,
  });
}
