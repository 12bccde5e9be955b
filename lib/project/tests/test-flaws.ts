import { ProjectFiles } from '../files/project-files';
import { joinInside } from '../files/relative-path';
import { Packages } from '../manifest/packages';
import { oneLine } from '../model/findings';
import { ProjectWarning } from '../model/project-warning';
import { isIdle } from '../scripts/idle-test';
import { argumentsOf, environmentOf, programOf } from '../scripts/invocation';
import { neededServices, testsWithContainers } from './needed-services';
import { CommandWalk, ReachedCommand, titleOf } from './reached-commands';
import { RunnerCall, runnerCall } from './test-runners';
import { watchesFiles } from './watching';
import { neededBy } from './what-gates-lack';

/** Commands of a gate: a script, or a command as a list of words. */
export interface GateSource {
  readonly script?: string;
  readonly command?: readonly string[];
}

/** Programs that prepare, clean up or serve: whether they fail says nothing of tests. */
const SETUP = new Set(['rm', 'rimraf', 'del', 'del-cli', 'mkdir', 'mkdirp', 'cp', 'cpx', 'mv', 'touch', 'sleep', 'kill', 'pkill', 'killall', 'fkill', 'docker', 'docker-compose',
  'set', 'export', 'unset', 'trap', 'wait', 'wait-on', 'cat', 'ls', 'tee', 'date', 'test', '[']);

/** Options with which a test runner says something and ends. */
const LISTING = ['--listTests', '--list', '--list-tests', '--dry-run', '--showConfig', '--help', '--version', '--clearCache', '--init'];

/** Options with which it passes all the same. */
const TOLERANT: { readonly [option: string]: string } = {
  '--passWithNoTests': 'finds no test (a directory that was renamed is enough)',
  '--pass-with-no-tests': 'finds no test (a directory that was renamed is enough)',
  '--pass-on-failing-test-suite': 'has tests that fail',
};

/** Flaws that keep a gate from testing what it seems to test. */
export function testFlaws(files: ProjectFiles, packages: Packages, source: GateSource): ProjectWarning[] {
  const walk = new CommandWalk(packages);
  const commands = source.script !== undefined ? walk.script(source.script) : walk.text(commandText(source.command!), '');
  const calls = commands.map(command => ({ ...command, call: runnerCall(command.invocation) }));
  const tested = calls.some(({ call }) => call !== undefined);
  const flaws = [
    ...idle(commands),
    ...lost(calls),
    ...calls.flatMap(({ call, ...command }) => call === undefined ? [] : [...listing(command, call), ...tolerant(command, call)]),
    ...calls.flatMap(({ call, ...command }) => watching(files, command, call)),
    ...commands.flatMap(command => neededBy(command)),
    ...neededServices(files, packages.at('')!, programsOf(files, commands), tested),
    ...tested ? testsWithContainers(files, packages.at('')!) : [],
  ].map(({ id, message }) => ({ id, message: oneLine(message) }));
  return flaws.filter(({ id, message }, index) => flaws.findIndex(other => other.id === id && other.message === message) === index);
}

/** Source files that commands run. */
function programsOf(files: ProjectFiles, commands: readonly ReachedCommand[]): string[] {
  return commands.flatMap(({ invocation }) => argumentsOf(invocation)).filter(word => /\.[cm]?[jt]sx?$/.test(word))
    .flatMap(word => joinInside('', word) ?? []).filter(file => files.kind(file) === 'file');
}

function commandText(command: readonly string[]) {
  const text = command.map(word => /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replace(/'/g, '\'\\\'\'')}'`).join(' ');
  return { text, title: titleOf('the command', text) };
}

function idle(commands: readonly ReachedCommand[]): ProjectWarning[] {
  if (commands.length === 0 || !commands.every(({ invocation }) => isIdle(invocation))) return [];
  return [{ id: 'gate-tests-nothing', message: `${commands[0].written.title} runs no test: the gate says nothing of the image; let it run the tests, or leave the gate out` }];
}

/** Where no test runner is known, it is what does more than to prepare, and nothing else sees to it. */
function lost(commands: readonly (ReachedCommand & { readonly call?: RunnerCall })[]): ProjectWarning[] {
  const runners = commands.filter(({ call }) => call !== undefined);
  const others = commands.filter(({ invocation }) => !isIdle(invocation) && !SETUP.has(programOf(invocation) ?? ''));
  const judged = runners.length > 0 ? runners : others.every(command => command.lost !== undefined) ? others : [];
  return judged.flatMap(({ text, lost: loss }) => loss === undefined ? [] : [{
    id: 'gate-ignores-failure',
    message: `${loss.written.title} passes where ${JSON.stringify(text)} fails: ${loss.cause}; ${loss.remedy}, for the gate lets everything through`,
  }]);
}

function listing({ written, text }: ReachedCommand, { args, runner }: RunnerCall): ProjectWarning[] {
  const option = args.find((word, index) => LISTING.includes(word) || (index === 0 && runner.listing?.includes(word)));
  return option === undefined ? [] : [{
    id: 'gate-tests-nothing', message: `${written.title} runs no test: ${JSON.stringify(option)} lets ${JSON.stringify(text)} tell something and end; take it away`,
  }];
}

function tolerant({ written, text }: ReachedCommand, { args }: RunnerCall): ProjectWarning[] {
  const option = args.map(word => word.replace(/=true$/, '')).find(word => Object.hasOwn(TOLERANT, word));
  return option === undefined ? [] : [{
    id: 'gate-passes-without-tests',
    message: `${written.title} passes where ${JSON.stringify(text)} ${TOLERANT[option]}: take ${option} away`,
  }];
}

function watching(files: ProjectFiles, { written, text, invocation }: ReachedCommand, call: RunnerCall | undefined): ProjectWarning[] {
  const how = watchesFiles(files, invocation, environmentOf(invocation), call);
  return how === undefined ? [] : [{
    id: 'gate-watches', message: `${written.title} may not end: ${JSON.stringify(text)} watches files (${how.cause}), so the gate waits until its timeout is over and fails; ${how.remedy}`,
  }];
}
