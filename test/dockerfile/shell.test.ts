import { execFileSync } from 'child_process';
import * as fs from 'fs';
import * as path from 'path';
import * as fc from 'fast-check';
import { Dockerfile, From, Instruction, Stage } from '../../lib';
import { holds } from '../property';
import { temporaryDirectory } from '../temporary';
import { read } from './reader';
import { argument } from './values';

const SHELLS = [...new Set(['/bin/sh', '/bin/bash'].filter(shell => fs.existsSync(shell)).map(shell => fs.realpathSync(shell)))];

/** What a builder hands to `/bin/sh -c`, or starts by itself where the instruction is in exec form. */
function rendered(commands: string[][]): string | string[] {
  const text = new Dockerfile({ stages: [new Stage({ name: 'a', from: From.SCRATCH, instructions: [Instruction.runAll(commands)] })] }).render();
  const { json, rest } = read(text).instructions[1];
  return json ?? rest;
}

/** The words that a program is started with when a shell runs a script, one list for each start. */
function started(shell: string, script: string, files: string[] = []): string[][] {
  const directory = temporaryDirectory();
  const log = path.join(directory, 'log');
  const recorder = path.join(directory, 'recorder');
  fs.writeFileSync(recorder, '#!/bin/sh\nname=${0##*/}\nprintf \'%s\\0\' "$name" "$@" >> "$LOG"\nprintf \'\\n\\0\' >> "$LOG"\n', { mode: 0o755 });
  files.forEach(name => fs.copyFileSync(recorder, path.join(directory, name)));
  const env = { PATH: `${directory}:${process.env.PATH}`, LOG: log, SHLVL: '2', x: 'expanded' };
  execFileSync(shell, ['-c', script], { env, cwd: directory, stdio: ['ignore', 'pipe', 'inherit'] });
  return fs.readFileSync(log, 'utf8').split('\n\0').slice(0, -1).map(record => record.split('\0').slice(0, -1));
}

describe.each(SHELLS)('a RUN in shell form, run by %s', shell => {
  test('starts a program with the words it was given', () => {
    const words = fc.array(argument().map(value => value.replace(/\n/g, ' ')), { maxLength: 6 });
    holds(fc.property(fc.array(words, { minLength: 10, maxLength: 30 }), list => {
      const commands = list.map(items => ['recorder', ...items]);
      const scripts = commands.map(command => [command, rendered([command])] as const);
      const shellForm = scripts.filter(([, script]) => typeof script === 'string');

      expect(started(shell, shellForm.map(([, script]) => script).join('\n'))).toEqual(shellForm.map(([command]) => command));
      scripts.filter(([, script]) => typeof script !== 'string').forEach(([command, script]) => expect(script).toEqual(command));
    }), 6);
  });

  test('starts several programs, each with its own words', () => {
    const commands = [['recorder', 'a b', '&&', 'c'], ['recorder', '\'', '$x', '`x`'], ['recorder', '#', '"', '\\']];

    expect(started(shell, rendered(commands) as string)).toEqual(commands);
  });

  test('carries line breaks and control characters where several programs share it', () => {
    const commands = [['recorder', 'a\nb'], ['recorder', '\u0001\u001b\u2028']];
    const script = rendered(commands) as string[];

    expect(script.slice(0, 2)).toEqual(['/bin/sh', '-c']);
    expect(started(shell, script[2]).flat().join('')).toContain('\u0001\u001b\u2028');
  });

  test.each([
    'if', 'while', 'case', 'in', 'esac', 'do', 'function', 'select', 'time', 'coproc', '!', '{', '[[', '--mount=type=cache,target=x', '-x', '#x', 'A=1', 'a b',
    '$x', '~', '*', '\'', '"', '\\', '<<EOF', '&', 'é', '😀',
  ])('starts a program that is called %s', name => {
    const script = rendered([[name, 'word']]);

    if (typeof script === 'string') {
      expect(started(shell, script, [name])).toEqual([[name, 'word']]);
    } else {
      expect(script).toEqual([name, 'word']);
    }
  });

  test('ends with the first that fails', () => {
    expect(started(shell, `${rendered([['recorder', '1'], ['false'], ['recorder', '2']]) as string} || true`)).toEqual([['recorder', '1']]);
  });
});
