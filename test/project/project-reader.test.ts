import { ProjectReader } from '../../lib/project/project-reader';
import { CHECKS } from '../../lib/project/project-warnings';
import { ORDER, readProject } from '../../lib/project/read-project';
import { locateOnDisk } from '../../lib/project/workspace/package-location';
import { projectDirectory } from './project-directory';

const APP = {
  'package.json': {
    name: 'app',
    version: '1.0.0',
    scripts: { build: 'tsc', start: 'node dist/server.js', test: 'node --test dist', postinstall: 'prisma generate' },
    dependencies: { 'fastify': '^5', '@prisma/client': '^6' },
    devDependencies: { prisma: '^6' },
  },
  'tsconfig.json': { compilerOptions: { outDir: 'dist', rootDir: 'src' } },
  'src/server.ts': 'import fastify from "fastify";\nfastify().listen({ port: 3000, host: "0.0.0.0" });\n',
  'prisma/schema.prisma': 'generator client {\n  provider = "prisma-client-js"\n}\n',
};

/** The getters of a reader. */
function questionsOf(reader: ProjectReader): string[] {
  const names: string[] = [];
  for (let of: object | null = Object.getPrototypeOf(reader); of !== null && of !== Object.prototype; of = Object.getPrototypeOf(of)) {
    names.push(...Object.entries(Object.getOwnPropertyDescriptors(of)).flatMap(([name, { get }]) => get ? [name] : []));
  }
  return names;
}

const read = (directory: string) => new ProjectReader(locateOnDisk(directory, undefined), {});
const ask = (reader: ProjectReader, name: string) =>
  name in CHECKS ? reader.check(name, CHECKS[name as keyof typeof CHECKS]) : void reader[name as keyof ProjectReader];

test('whatever is asked first, the facts and warnings are the same, in the same order', () => {
  const directory = projectDirectory(APP);
  const { facts, warnings } = readProject(locateOnDisk(directory, undefined), {});
  expect(facts.length).toBeGreaterThan(30);
  expect(warnings.length).toBeGreaterThan(0);
  for (const first of ['rootEntries', 'imports', 'startCommand', 'prisma', 'packageManager', 'nodeVersion']) {
    const reader = read(directory);
    [first, ...[...ORDER].reverse()].forEach(name => ask(reader, name));
    reader.findings.sort(ORDER);
    expect([first, reader.findings.facts]).toEqual([first, facts]);
    expect([first, reader.findings.warnings]).toEqual([first, warnings]);
  }
});

test('every question by which something is found has a place in the order', () => {
  const reader = read(projectDirectory(APP));
  const questions = questionsOf(reader);
  expect(questions).toEqual(expect.arrayContaining(['packageManager', 'buildScript', 'rootEntries']));
  [...questions, ...Object.keys(CHECKS)].forEach(name => ask(reader, name));
  expect(() => reader.findings.sort(ORDER)).not.toThrow();
  expect(() => reader.findings.sort(ORDER.filter(name => name !== 'port'))).toThrow('"port" finds something, and has no place in the order of questions');
});
