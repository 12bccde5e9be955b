import { spawnSync } from 'child_process';
import * as fs from 'fs';
import * as path from 'path';
import { Buildspec } from '../../lib/codebuild/buildspec/buildspec';
import { WORK_DIRECTORY } from '../../lib/steps/step-program';
import { fromTagged, toTagged } from '../steps/tagged-json';
import { add, temporaryDirectory } from '../temporary';
import { keepForModels } from './aws-records';

/** What AWS answers to one call: JSON, or an error. For docker: what it prints. */
export interface AwsAnswer {
  readonly json?: unknown;
  readonly error?: string;
}

/** The answers of each operation, in their order; the last one is given again and again. */
export interface AwsScript {
  readonly [operation: string]: readonly AwsAnswer[];
}

/** What stands for the world beside the script. */
export interface StandIns {
  /** The digests of references in a registry. With it docker answers what is not in the script, and remembers what is put. */
  readonly registry?: { readonly [reference: string]: string };
  /** The files that a build leaves as the reports of its gates. */
  readonly reports?: { readonly [file: string]: string };
  /** The files of the source; none by default. */
  readonly source?: { readonly [file: string]: string | Buffer };
  /** Programs beside aws and docker, as texts for bash. */
  readonly programs?: { readonly [name: string]: string };
  /** Names of test/steps/scripted/stand-ins.ts. */
  readonly world?: readonly string[];
}

/** The digest of what is pushed to the registry. */
export const PUSHED_DIGEST = `sha256:${'d'.repeat(64)}`;

/** The size of each image in the registry, with its configuration. */
export const IMAGE_SIZE = 1500;

/** A run of a program. */
export interface ScriptedRun {
  readonly status: number | null;
  readonly log: string;
  /** What the program said by itself, without the marker. */
  readonly said: string[];
  /** The words of each call of a stand-in. */
  readonly calls: string[][];
  readonly exported: { readonly [name: string]: string };
  /** What the program left in the source. */
  readonly files: string[];
  /** The directory of the source. */
  readonly source: string;
}

/** The steps in a world of scripts, as test/bundle.ts makes it. */
const STEPS = path.join(__dirname, '../steps/bundle/scripted.mjs');

/** What ECR answers to who logs in. */
const AUTHORIZATION = { authorizationToken: Buffer.from('AWS:password').toString('base64') };

/** What AWS answers where a test says nothing else. */
const USUAL: AwsScript = {
  'ecr GetAuthorizationToken': [{ json: { authorizationData: [AUTHORIZATION] } }],
  'ecr-public GetAuthorizationToken': [{ json: { authorizationData: AUTHORIZATION } }],
  // a table that holds nothing, and takes everything
  'dynamodb GetItem': [{}], 'dynamodb PutItem': [{}], 'dynamodb DeleteItem': [{}],
};

/** Begins the one for node. */
const OF_STEPS = `#!/bin/bash
[[ $1 != */step.mjs ]] || exec '${process.execPath}' "$@"
`;

/** Begins each stand-in: writes its words down. */
const RECORD = `#!/bin/bash
program=\${0##*/}
printf '%s\\0' "$program" "$@" $'\\1end of call\\1' >>"$CALLS"
`;

/** What docker does with a registry, whose references and digests take turns in a file. */
const REGISTRY = `
there() {
  local reference digest found=
  while IFS= read -r -d '' reference && IFS= read -r -d '' digest; do
    if [ "$reference" = "$1" ] || [ "\${reference%:*}@$digest" = "$1" ]; then found=$digest; fi
  done <"$REGISTRY"
  [ -n "$found" ] || { printf 'ERROR: %s: not found\\n' "$1" >&2; exit 1; }
  printf '{"digest":"%s"}' "$found"
}
put() { printf '%s\\0' "$1" "$2" >>"$REGISTRY"; }
registry() {
  case "$1 $2 $3 $4" in
    'buildx imagetools inspect --raw') there "$5" >/dev/null && printf '{"config":{"size":500},"layers":[{"size":${IMAGE_SIZE - 500}}]}' ;;
    'buildx imagetools inspect '*) there "$4" ;;
    'buildx imagetools create --dry-run') printf '%s' "\${*:5}" ;;
    'buildx imagetools create '*) if [ $# -gt 7 ]; then put "$6" "sha256:$(printf '%s' "\${*:7}" | sha256sum | cut -d ' ' -f 1)"; else put "$6" "\${7##*@}"; fi ;;
    'buildx build '*) for word; do [[ $word != type=local,dest=* ]] || cp -r "$REPORTS" "\${word#type=local,dest=}"; done ;;
    'push '*) put "$2" ${PUSHED_DIGEST}; printf '%s: digest: %s size: 1500\\n' "\${2##*:}" ${PUSHED_DIGEST} ;;
    'tag '*) ;;
    *) return 254 ;;
  esac
}
`;

/** Stands for the one call of aws that a buildspec has. */
const FETCH = `#!/bin/bash
[ "$1 $2 $3 $4" = "s3 cp --only-show-errors s3://$STEP_PROGRAM" ] && mkdir -p "\${5%/*}" && cp "$STEPS" "$5"
`;

/** Stands for docker: gives the next answer of the script for the operation. */
const STAND_IN = `${RECORD}${REGISTRY}
case $1 in
  buildx) operation="docker buildx $2 $3" ;;
  *) operation="docker $1" ;;
esac
answers=$SCRIPT/$operation
if [ ! -d "$answers" ] && [ -e "$REGISTRY" ]; then registry "$@"; exit; fi
[ -d "$answers" ] || { echo "no answer for $operation" >&2; exit 254; }
number=0
[ ! -e "$answers/number" ] || read -r number <"$answers/number"
next=$((number + 1))
{ [ -e "$answers/$next.json" ] || [ -e "$answers/$next.error" ]; } || next=$number
echo "$next" >"$answers/number"
if [ -e "$answers/$number.error" ]; then cat "$answers/$number.error" >&2; exit 254; fi
cat "$answers/$number.json"
`;

/** Runs a buildspec with scripted answers of aws and docker. No time passes while the program waits. */
export function runScripted(buildspec: Buildspec, environment: Record<string, string>, script: AwsScript, standIns: StandIns = {}): ScriptedRun {
  const directory = temporaryDirectory();
  const [bin, source, scripted] = ['bin', 'source', 'script'].map(name => path.join(directory, name));
  [bin, source, scripted].forEach(name => fs.mkdirSync(name));
  Object.entries({ aws: FETCH, docker: STAND_IN }).forEach(([name, text]) => fs.writeFileSync(path.join(bin, name), text, { mode: 0o755 }));
  for (const [name, text] of Object.entries(standIns.programs ?? {})) {
    // a stand-in for node is not that of the step itself
    fs.writeFileSync(path.join(bin, name), (name === 'node' ? OF_STEPS : '') + RECORD + text, { mode: 0o755 });
  }
  const [registry, reports] = ['registry', 'reports'].map(name => path.join(directory, name));
  if (standIns.registry) {
    fs.writeFileSync(registry, Object.entries(standIns.registry).flat().map(word => `${word}\0`).join(''));
  }
  add(reports, standIns.reports ?? {});
  Object.entries(standIns.source ?? {}).forEach(([name, content]) => fs.writeFileSync(path.join(source, name), content));
  const calls = path.join(directory, 'calls');
  fs.writeFileSync(calls, '');
  const answersOfSteps = path.join(directory, 'script.json');
  fs.writeFileSync(answersOfSteps, toTagged({ ...USUAL, ...script }));
  for (const [operation, answers] of Object.entries<readonly AwsAnswer[]>({ 'docker login': [{}], ...script })) {
    if (!operation.startsWith('docker ')) continue;
    fs.mkdirSync(path.join(scripted, operation));
    answers.forEach(({ json, error }, index) => error === undefined
      ? fs.writeFileSync(path.join(scripted, operation, `${index}.json`), typeof json === 'string' ? json : JSON.stringify(json ?? {}))
      : fs.writeFileSync(path.join(scripted, operation, `${index}.error`), `${error}\n`));
  }
  const { status, stdout, stderr } = spawnSync('bash', ['-c', 'for command; do eval "$command" || exit; done 2>&1', 'bash', ...Object.values(buildspec.phases).flatMap(phase => phase.commands)], {
    cwd: source,
    encoding: 'utf8',
    env: {
      PATH: `${bin}:${process.env.PATH}`, HOME: directory, CODEBUILD_SRC_DIR: source, CALLS: calls, SCRIPT: scripted, REGISTRY: registry, REPORTS: `${reports}/.`,
      STEP_PROGRAM: 'assets/step.mjs', STEPS, SCRIPTED_AWS: answersOfSteps, STAND_INS: (standIns.world ?? []).join(' '),
      ...environment,
    },
  });
  const exportsDirectory = path.join(source, WORK_DIRECTORY, 'exports');
  const exported = fs.existsSync(exportsDirectory) ? fs.readdirSync(exportsDirectory) : [];
  const run: ScriptedRun = {
    status,
    log: `${stdout}${stderr}`,
    said: saidIn(stdout),
    calls: fs.readFileSync(calls, 'utf8').split('\0\u0001end of call\u0001\0').slice(0, -1).map(call => call.split('\0')),
    exported: Object.fromEntries(exported.map(name => [name, fs.readFileSync(path.join(exportsDirectory, name), 'utf8').trimEnd()])),
    files: fs.readdirSync(source).sort(),
    source,
  };
  keep(run, script);
  return run;
}

/** Has the calls of AWS held to its models, with what it was made to answer. */
function keep(run: ScriptedRun, script: AwsScript): void {
  const ofAws = Object.entries(script).filter(([operation]) => !operation.startsWith('docker '));
  keepForModels({
    calls: awsCalls(run).map(({ service, operation, input }) => ({ service, operation, input })),
    answers: Object.fromEntries(ofAws.map(([operation, given]) => [operation, given.flatMap(({ json }) => json ?? [])])),
    errors: Object.fromEntries(ofAws.map(([operation, given]) => [operation, given.flatMap(({ error }) => /^\((\w+)\)/.exec(error ?? '')?.[1] ?? [])])),
  });
}

/** What a program said by itself, without the marker. */
export function saidIn(log: string): string[] {
  return log.split('\n').filter(line => line.startsWith('nodejs-image: ')).map(line => line.slice('nodejs-image: '.length));
}

/** A call of AWS by a step. */
export interface AwsCall {
  readonly service: string;
  readonly operation: string;
  readonly input: any;
  /** The region, where it is not that of the build, and the key of a role that was taken. */
  readonly region?: string;
  readonly accessKeyId?: string;
}

/** The calls of AWS by a step, of one operation if it is given. */
export function awsCalls({ calls }: ScriptedRun, service?: string, operation?: string): AwsCall[] {
  return calls.filter(([program, ofService, ofOperation, input]) => program === 'aws' && input?.startsWith('{')
    && (service ?? ofService) === ofService && (operation ?? ofOperation) === ofOperation)
    .map(([, ofService, ofOperation, input, options]): AwsCall =>
      ({ service: ofService, operation: ofOperation, input: fromTagged(input), ...JSON.parse(options) }));
}

/** The inputs of the calls of an operation. */
export function inputsOf(run: ScriptedRun, service: string, operation: string): any[] {
  return awsCalls(run, service, operation).map(({ input }) => input);
}

/** The calls that begin with these words. */
export function callsOf({ calls }: ScriptedRun, ...words: string[]): string[][] {
  return calls.filter(call => words.every((word, index) => call[index] === word));
}
