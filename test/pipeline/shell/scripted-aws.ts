import { spawnSync } from 'child_process';
import * as fs from 'fs';
import * as path from 'path';
import { Buildspec } from '../../../lib/delivery/buildspec/buildspec';
import { WORK_DIRECTORY } from '../../../lib/delivery/buildspec/buildspecs';
import { temporaryDirectory } from '../../temporary';

/** What `aws` answers to one call: JSON, or an error. */
export interface AwsAnswer {
  readonly json?: unknown;
  readonly error?: string;
}

/** The answers of each operation, in their order; the last one is given again and again. */
export interface AwsScript {
  readonly [operation: string]: readonly AwsAnswer[];
}

/** A run of a program. */
export interface ScriptedRun {
  readonly status: number | null;
  readonly log: string;
  /** What the program said by itself, without the marker. */
  readonly said: string[];
  /** The words of each call of a stand-in. */
  readonly calls: string[][];
  /** What the calls were given as files, in their order. */
  readonly inputs: any[];
  readonly exported: { readonly [name: string]: string };
  /** What the program left in the source. */
  readonly files: string[];
}

/** Answers of ECR to who logs in. */
const LOGIN: AwsAnswer = { json: 'password' };

/** Stands for aws and docker: writes its words down, and gives the next answer of the script for the operation. */
const STAND_IN = `#!/bin/bash
program=\${0##*/}
printf '%s\\0' "$program" "$@" $'\\1end of call\\1' >>"$CALLS"
for word; do [[ $word != file://* ]] || { cat "\${word#file://}"; printf '\\0'; } >>"$INPUTS"; done
case $program-$1 in
  aws-*) operation="$1 $2" ;;
  docker-buildx) operation="docker buildx $2 $3" ;;
  *) operation="docker $1" ;;
esac
answers=$SCRIPT/$operation
[ -d "$answers" ] || { echo "no answer for $operation" >&2; exit 254; }
number=0
[ ! -e "$answers/number" ] || read -r number <"$answers/number"
next=$((number + 1))
{ [ -e "$answers/$next.json" ] || [ -e "$answers/$next.error" ]; } || next=$number
echo "$next" >"$answers/number"
if [ -e "$answers/$number.error" ]; then cat "$answers/$number.error" >&2; exit 254; fi
cat "$answers/$number.json"
`;

/** Runs a buildspec with scripted answers of aws and docker, or other stand-ins. No time passes while the program waits. */
export function runScripted(
  buildspec: Buildspec, environment: Record<string, string>, script: AwsScript, programs: Record<string, string> = {},
): ScriptedRun {
  const directory = temporaryDirectory();
  const [bin, source, scripted] = ['bin', 'source', 'script'].map(name => path.join(directory, name));
  [bin, source, scripted].forEach(name => fs.mkdirSync(name));
  Object.entries({ aws: STAND_IN, docker: STAND_IN, sleep: '#!/bin/sh\n', ...programs })
    .forEach(([name, text]) => fs.writeFileSync(path.join(bin, name), text, { mode: 0o755 }));
  const [calls, inputs] = ['calls', 'inputs'].map(name => path.join(directory, name));
  [calls, inputs].forEach(file => fs.writeFileSync(file, ''));
  const complete: AwsScript = { 'ecr get-login-password': [LOGIN], 'docker login': [{}], ...script };
  for (const [operation, answers] of Object.entries(complete)) {
    fs.mkdirSync(path.join(scripted, operation));
    answers.forEach(({ json, error }, index) => error === undefined
      ? fs.writeFileSync(path.join(scripted, operation, `${index}.json`), typeof json === 'string' ? json : JSON.stringify(json ?? {}))
      : fs.writeFileSync(path.join(scripted, operation, `${index}.error`), `\nAn error occurred ${error}\n`));
  }
  const { status, stdout, stderr } = spawnSync('bash', ['-c', 'for command; do eval "$command" || exit; done 2>&1', 'bash', ...Object.values(buildspec.phases).flatMap(phase => phase.commands)], {
    cwd: source,
    encoding: 'utf8',
    env: {
      PATH: `${bin}:${process.env.PATH}`, HOME: directory, CODEBUILD_SRC_DIR: source, CALLS: calls, INPUTS: inputs, SCRIPT: scripted, ...environment,
    },
  });
  const exportsDirectory = path.join(source, WORK_DIRECTORY, 'exports');
  const exported = fs.existsSync(exportsDirectory) ? fs.readdirSync(exportsDirectory) : [];
  return {
    status,
    log: `${stdout}${stderr}`,
    said: stdout.split('\n').filter(line => line.startsWith('nodejs-image: ')).map(line => line.slice('nodejs-image: '.length)),
    calls: fs.readFileSync(calls, 'utf8').split('\0\u0001end of call\u0001\0').slice(0, -1).map(call => call.split('\0')),
    inputs: fs.readFileSync(inputs, 'utf8').split('\0').slice(0, -1).map(text => JSON.parse(text)),
    exported: Object.fromEntries(exported.map(name => [name, fs.readFileSync(path.join(exportsDirectory, name), 'utf8').trimEnd()])),
    files: fs.readdirSync(source).sort(),
  };
}

/** The words after a flag in each call of an operation. */
export function wordsAfter(run: ScriptedRun, operation: string, flag: string): string[] {
  return run.calls.filter(call => call.slice(1, 3).join(' ') === operation).map(call => call[call.indexOf(flag) + 1]);
}
