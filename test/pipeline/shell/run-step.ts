import { spawnSync } from 'child_process';
import * as fs from 'fs';
import * as path from 'path';
import { stepBuildspec } from '../../../lib/pipeline/steps/image-step';
import { temporaryDirectory } from '../../temporary';

/** What `aws` answers to a command: in turn, the last again and again. A text that begins with `!` is an error. */
export interface Script { readonly [command: string]: readonly (object | string)[] }

/** A run of a step with a stand-in for aws. */
export interface StepRun {
  readonly status: number | null;
  readonly log: string;
  /** The last line that says why it failed. */
  readonly error?: string;
  /** The words of each call of aws, without those for the output. */
  readonly calls: string[][];
  /** What the calls were given as files, in their order. */
  readonly inputs: any[];
  readonly exported: Record<string, string>;
  /** What the run left beside its own directory. */
  readonly files: string[];
}

const AWS = `#!/bin/bash
printf '%s\\0' "$@" $'\\1' >>"$CALLS"
for word; do [[ $word != file://* ]] || { cat "\${word#file://}"; printf '\\0'; } >>"$INPUTS"; done
answers=$SCRIPT/$1-$2
count=$(cat "$answers/count" 2>/dev/null || echo 0)
echo "$((count + 1))" >"$answers/count" 2>/dev/null
while [ "$count" -gt 0 ] && [ ! -e "$answers/$count" ]; do count=$((count - 1)); done
[ -e "$answers/$count" ] || { echo "no answer to $*" >&2; exit 252; }
if [[ $(head -c 1 "$answers/$count") == '!' ]]; then tail -c +2 "$answers/$count" >&2; exit 254; fi
cat "$answers/$count"
`;

/** Runs the commands of a step as they are. */
export function runStep(programs: string[], environment: Record<string, string>, script: Script = {}): StepRun {
  const directory = temporaryDirectory();
  const [bin, source, answers] = ['bin', 'source', 'answers'].map(name => path.join(directory, name));
  [bin, source, answers].forEach(name => fs.mkdirSync(name));
  fs.writeFileSync(path.join(bin, 'aws'), AWS, { mode: 0o755 });
  fs.writeFileSync(path.join(bin, 'sleep'), '#!/bin/sh\n', { mode: 0o755 });
  for (const [command, texts] of Object.entries(script)) {
    const own = path.join(answers, command.replace(' ', '-'));
    fs.mkdirSync(own);
    texts.forEach((text, index) => fs.writeFileSync(path.join(own, String(index)), typeof text === 'string' ? text : JSON.stringify(text)));
  }
  const [calls, inputs] = ['calls', 'inputs'].map(name => path.join(directory, name));
  const commands = Object.values(stepBuildspec({ programs }).phases).flatMap(phase => phase.commands);
  const { status, stdout, stderr } = spawnSync('bash', ['-c', 'for command; do eval "$command" || exit; done', 'bash', ...commands], {
    cwd: source,
    encoding: 'utf8',
    env: { PATH: `${bin}:${process.env.PATH}`, HOME: directory, CODEBUILD_SRC_DIR: source, CALLS: calls, INPUTS: inputs, SCRIPT: answers, ...environment },
  });
  const log = `${stdout}${stderr}`;
  const read = (file: string) => fs.existsSync(file) ? fs.readFileSync(file, 'utf8') : '';
  const exportsOf = path.join(source, 'nodejs-image', 'exports');
  return {
    status,
    log,
    error: log.split('\n').filter(line => line.startsWith('nodejs-image: error: ')).map(line => line.slice('nodejs-image: error: '.length)).at(-1),
    calls: read(calls).split('\0\u0001\0').slice(0, -1).map(call => call.split('\0')).map(call => call.filter((word, index) => word !== '--output' && call[index - 1] !== '--output')),
    inputs: read(inputs).split('\0').slice(0, -1).map(text => JSON.parse(text)),
    exported: fs.existsSync(exportsOf) ? Object.fromEntries(fs.readdirSync(exportsOf).map(name => [name, read(path.join(exportsOf, name)).replace(/\n$/, '')])) : {},
    files: fs.readdirSync(source).sort(),
  };
}
