import { spawnSync } from 'child_process';
import * as fs from 'fs';
import * as path from 'path';
import { Buildspec } from '../../../lib/delivery/buildspec/buildspec';
import { temporaryDirectory } from '../../temporary';

/** A run of a buildspec with stand-ins for docker and aws. */
export interface Run {
  readonly status: number | null;
  readonly log: string;
  /** The words of each call of a stand-in. */
  readonly calls: string[][];
  /** What the run left in the working directory. */
  readonly files: string[];
}

/** Stands for docker and aws: writes down its words, and answers as a registry in which everything is that was put there. */
const STAND_IN = `#!/bin/bash
printf '%s\\0' "$(basename "$0")" "$@" $'\\1end of call\\1' >>"$CALLS"
digest=sha256:$(printf '%064d' 1)
touch "$TAGS_THERE"
there() { while IFS= read -r -d '' tag; do [ "$tag" != "$1" ] || return 0; done <"$TAGS_THERE"; return 1; }
put() { printf '%s\\0' "$1" >>"$TAGS_THERE"; }
case "$(basename "$0") $1 $2 $3" in
  'docker buildx imagetools inspect')
    if there "$4" || [[ $4 == */source* ]]; then printf '{"digest":"%s"}' "$digest"; else printf 'ERROR: %s: not found\\n' "$4" >&2; exit 1; fi ;;
  'docker buildx imagetools create') put "$6" ;;
  'docker buildx build '*)
    for word; do
      if [[ $word == type=local,dest=* ]]; then
        jq -j '.[] | . + "\\u0000"' <<<"$GATES" | while IFS= read -r -d '' gate; do
          mkdir -p "\${word#type=local,dest=}/$gate" && echo "$EXIT_CODE" >"\${word#type=local,dest=}/$gate/exit-code"
          printf '%s\\n' "$GATE_LOG" >"\${word#type=local,dest=}/$gate/log"
        done
      fi
    done ;;
  'docker push '*) put "$2" ;;
  'docker login '*) cat >/dev/null ;;
  aws*) echo password ;;
esac
`;

/** Runs the commands as they are, in a directory of their own. */
export function runProgram(buildspec: Buildspec, environment: Record<string, string>): Run {
  const directory = temporaryDirectory();
  const [bin, source, context] = ['bin', 'source', 'context'].map(name => path.join(directory, name));
  [bin, source, context].forEach(name => fs.mkdirSync(name));
  for (const name of ['docker', 'aws', 'sleep']) {
    fs.writeFileSync(path.join(bin, name), name === 'sleep' ? '#!/bin/sh\n' : STAND_IN, { mode: 0o755 });
  }
  fs.writeFileSync(path.join(context, 'Dockerfile'), 'FROM scratch\n');
  spawnSync('tar', ['-cf', path.join(source, 'context.tar'), '-C', context, '.']);
  const calls = path.join(directory, 'calls');
  const commands = Object.values(buildspec.phases).flatMap(phase => phase.commands);
  const { status, stdout, stderr } = spawnSync('bash', ['-c', 'for command; do eval "$command" || exit; done', 'bash', ...commands], {
    cwd: source,
    encoding: 'utf8',
    env: {
      PATH: `${bin}:${process.env.PATH}`, HOME: directory, CODEBUILD_SRC_DIR: source, CALLS: calls, TAGS_THERE: path.join(directory, 'there'),
      EXIT_CODE: '0', GATE_LOG: '', ...environment,
    },
  });
  const text = fs.existsSync(calls) ? fs.readFileSync(calls, 'utf8') : '';
  return {
    status,
    log: `${stdout}${stderr}`,
    calls: text.split('\0\u0001end of call\u0001\0').slice(0, -1).map(call => call.split('\0')),
    files: fs.readdirSync(source).sort(),
  };
}
