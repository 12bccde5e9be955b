import * as fs from 'fs';
import * as path from 'path';

/** So many lines of a failure are shown, and so few tell nothing of its cause. */
const LINES = 15;
const FEW = 3;

/** A gate names each test that failed; so many lines of that are shown. */
const VERDICT_LINES = 6;

/** How a line begins that the gate says itself. */
const GATE_LINE = /^\[gate [^\]]+\] /;

/** How a gate ended. */
export interface GateResult {
  readonly name: string;
  /** The platform, where it is one of several. */
  readonly platform?: string;
  readonly passed: boolean;
  /** How many test cases ran, where that is known. */
  readonly cases?: number;
  readonly seconds?: number;
  /** Remark on a gate that passed. */
  readonly note?: string;
  /** The first test that failed with its message, or the end of the log. */
  readonly failure?: string;
  /** Judgement of the gate on a failure: how it ended, and what helps, where it knows that. */
  readonly verdict?: string[];
}

/** Reads what the stage `test-report` has, of each gate and platform. */
export function gateResults(directory: string, gates: readonly string[]): GateResult[] {
  const platforms = fs.readdirSync(directory).filter(name => !gates.includes(name) && /^[a-z0-9]+_[a-z0-9_]+$/.test(name));
  const of = (base: string, platform?: string) => gates.map(name => resultOf(path.join(base, name), name, platform));
  return platforms.length === 0 ? of(directory) : platforms.flatMap(name => of(path.join(directory, name), name.replace(/_/g, '/')));
}

function resultOf(directory: string, name: string, platform: string | undefined): GateResult {
  const text = (file: string) => fs.existsSync(path.join(directory, file)) ? fs.readFileSync(path.join(directory, file), 'utf8') : '';
  const passed = text('exit-code').trim() === '0';
  const junit = text('junit.xml');
  const log = text('log');
  const number = (pattern: RegExp) => ((found?: string) => found === undefined ? undefined : Number(found))(pattern.exec(junit)?.[1]);
  const note = /^\[gate [^\]]+\] (warning: .*)$/m.exec(log)?.[1];
  return {
    name,
    passed,
    ...platform === undefined ? {} : { platform },
    cases: number(/<property name="test-cases" value="(\d+)"/),
    seconds: number(/<testsuites[^>]* time="([\d.]+)"/),
    ...note === undefined ? {} : { note },
    ...passed ? {} : { failure: failureOf(directory, log), verdict: verdictIn(log) },
  };
}

/** The lines by which a gate ends its log. */
function verdictIn(log: string): string[] {
  const lines = log.trimEnd().split('\n');
  const before = lines.map(line => GATE_LINE.test(line)).lastIndexOf(false);
  return lines.slice(before + 1).map(line => line.replace(GATE_LINE, '').trim()).slice(0, VERDICT_LINES);
}

/** The first failing test of a report that the gate kept, else of the log. */
function failureOf(directory: string, log: string): string {
  return failureInReports(path.join(directory, 'reports')) ?? firstFailure(log);
}

function failureInReports(directory: string): string | undefined {
  if (!fs.existsSync(directory)) return undefined;
  const files = fs.readdirSync(directory, { recursive: true, encoding: 'utf8' }).filter(file => file.endsWith('.xml')).sort();
  for (const file of files) {
    const text = fs.readFileSync(path.join(directory, file), 'utf8');
    const [, attributes, given = '', body = ''] = /<testcase\b([^>]*[^/])>(?:(?!<\/testcase>)[^])*?<(?:failure|error)\b([^>]*)>([^<]*)/.exec(text) ?? [];
    if (attributes !== undefined) {
      const [name = file, said = ''] = [/\bname="([^"]*)"/.exec(attributes)?.[1], /\bmessage="([^"]*)"/.exec(given)?.[1]];
      return [plain(name), plain(said), ...withoutInsides(plain(body)).split('\n').slice(0, LINES)].filter(line => line.trim() !== '').join('\n');
    }
  }
  return undefined;
}

/** How TypeScript tells an error. */
const COMPILER = /^.*\berror TS\d+:.*$/m;

/** Lines by which a package manager says that a script failed, and nothing of why. */
const OF_MANAGER = /^\s*(?:ELIFECYCLE\b|npm (?:ERR!|error)|error Command failed with exit code).*$\n?/gm;

/** How test runners begin what they say of a test that failed. */
const FAILED: readonly RegExp[] = [
  /^\s*●(?! Console).* › .*$|^\s*● (?!Console|Validation|Deprecation).*$/m, // Jest
  /^\s*FAIL\s+\S+ > .*$/m, // Vitest
  /^\s*✖ (?!failing tests).*$/m, // node:test
  /^\s*not ok \d+.*$/m, // TAP
  /^\s*1\) .*$/m, // Mocha
  /^\s*\(fail\) .*$/m, // Bun
  COMPILER,
];

/** The part of a log with the first test that failed; else its end. */
export function firstFailure(log: string): string {
  // what a terminal shows in colours is read without; what the gate says itself is about the whole
  // eslint-disable-next-line no-control-regex
  const text = withoutInsides(log.replace(/\u001b\[[0-9;]*[A-Za-z]/g, '').replace(/^\[gate [^\]]+\] .*$\n?/gm, '').replace(OF_MANAGER, ''));
  // test runners tell of failures at the end again, and at length
  const summary = text.search(/✖ failing tests:|Failed Tests \d+|\d+ failing\b|Summary of all failing tests/);
  for (const part of summary === -1 ? [text] : [text.slice(summary).replace(/^.*\n/, ''), text]) {
    const pattern = FAILED.find(item => item.test(part));
    const found = pattern?.exec(part);
    if (!pattern || !found) continue;
    const told = trimmed(upToNext(part.slice(found.index).replace(/^\n+/, ''), pattern).split('\n').slice(0, LINES));
    return withCause(told, text.slice(0, summary === -1 ? found.index : summary));
  }
  return trimmed(text.split('\n').filter(line => line.trim() !== '').slice(-LINES));
}

/** A failure without those that follow it; errors of a compiler belong together. */
function upToNext(text: string, pattern: RegExp): string {
  const [first, ...rest] = text.split('\n');
  const end = pattern === COMPILER ? -1 : rest.findIndex(line => pattern.test(line) || /^(test at \S+:\d+:\d+$|\s*2\) )/.test(line));
  return [first, ...end === -1 ? rest : rest.slice(0, end)].join('\n');
}

/** Without the calls inside of Node.js, of which a stack trace has more than of the test; what follows on the same line stays. */
function withoutInsides(text: string): string {
  return text.replace(/\n[ \t]+at [^\n]*\bnode:[^\n]*?(?= \{\n|\n|$)/g, '');
}

/** A file that cannot be loaded fails as a test, and its error stands before. */
function withCause(told: string, before: string): string {
  if (told.split('\n').length >= FEW) return told;
  const errors = before.split('\n');
  const first = errors.findIndex(line => /\b\w*Error\b.*:/.test(line));
  return first === -1 ? told : trimmed([...told.split('\n'), ...errors.slice(Math.max(0, first - 4), first + 6)]);
}

function trimmed(lines: readonly string[]): string {
  return lines.map(line => line.trimEnd()).join('\n').trim();
}

function plain(text: string): string {
  return text.replace(/&(lt|gt|quot|apos|amp|#10|#xA);/gi, (_, name: string) => ({ lt: '<', gt: '>', quot: '"', apos: "'", amp: '&' })[name.toLowerCase()] ?? '\n');
}
