import { bashSyntax } from '../../../../lib/project/text/shell/bash-syntax';

const found = (text: string) => bashSyntax(text).map(({ what }) => what);

test.each<[string, string[]]>([
  ['if [[ $MODE == cluster* ]]; then node a.js; else node b.js; fi', ['[[']],
  ['[[ -f a ]] && node a.js', ['[[']],
  ['! [[ -f a ]] || node a.js', ['[[']],
  ['source ./lib.sh && node a.js', ['source']],
  ['function up { node a.js; }; up', ['function']],
  ['ARGS=(--a --b); node a.js "${ARGS[@]}"', ['an array', '${name[0]}']],
  ['grep a <<< "$B"; node a.js', ['<<<']],
  ['node a.js &> a.log', ['&>']],
  ['node a.js |& cat', ['|&']],
  ['diff <(cat a) <(cat b); node a.js', ['<(...)']],
  ['((A++)); node a.js', ['((...))']],
  ['node a.js "${URL//http/https}"', ['${name/pattern/text}']],
  ['node a.js ${URL:0:4} ${URL: -2}', ['${name:offset}']],
  ['node a.js ${A^^} ${B,,}', ['${name^^}']],
  ['node a.js ${!A}', ['${!name}']],
  ['sleep $((RANDOM % 5)); node a.js $RANDOM', ['$RANDOM']],
  ['[ "$A" == b ] && node a.js', ['[ a == b ]']],
  ['test "$A" == b; node a.js', ['[ a == b ]']],
  ['set -euo pipefail; node a.js | cat', ['set -o pipefail']],
  ['node a.js & node b.js & wait -n', ['wait -n']],
  ['declare -x A=1; node a.js', ['declare']],
  ["node a.js $'a\\n'", ["$'...'"]],
])('given %j, then it has %j', (text, expected) => {
  expect(found(text)).toEqual(expected);
});

test.each([
  'node server.js',
  'if [ "$MODE" = cluster ]; then node a.js; else node b.js; fi',
  'export PATH="$PWD/node_modules/.bin:$PATH"; a && exec b',
  'PORT=${PORT:-3000} node a.js ${A:+b} ${B:?no} ${C%/*} ${D##*/} ${#E}',
  'bash -c \'if [[ $A == b ]]; then node a.js; fi\'',
  'node -e \'const a = "${x//a/b}"; a[[0]]\'',
  'echo "[[ a ]]" == source',
  '(a; b) && node a.js > a.log 2>&1',
  'tsc-watch "src/**/*.{js,ts}" --on *.{a,b}',
  'for i in 1 2 3; do node a.js $i && break; done; wait',
  'case "$A" in a) node a.js ;; *) node b.js ;; esac',
  'node a.js < in.txt >> out.txt & wait $!',
  'set -eu; node a.js --wait -n == pipefail',
])('given %j, then sh understands it', text => {
  expect(found(text)).toEqual([]);
});

test('given what the shell of Alpine understands, then it is told apart', () => {
  expect(bashSyntax('if [[ a == b ]]; then x=(1); fi')).toEqual([{ what: '[[', ash: true }, { what: 'an array', ash: false }].reverse());
});

test('given quotes that do not end, then nothing is told', () => {
  expect(bashSyntax('echo "[[ a')).toEqual([]);
});
