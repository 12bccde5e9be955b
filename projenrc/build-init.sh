#!/usr/bin/env bash
# Compiles lib/image/init/init.c and lib/image/service/enter.c for every platform we carry, and writes their bytes beside them.
#
# Run it on Debian 12 (bookworm), as root where a compiler is missing: the same compiler gives the
# same bytes, and test/container/init.container.ts repeats the build to prove it.
set -euo pipefail
cd "$(dirname "$0")/../lib/image"

missing=()
command -v gcc > /dev/null || missing+=(gcc)
[ -e /usr/include/asm-generic/unistd.h ] || missing+=(linux-libc-dev)
command -v aarch64-linux-gnu-gcc > /dev/null || missing+=(gcc-aarch64-linux-gnu)
[ -e /usr/aarch64-linux-gnu/include/asm/unistd.h ] || missing+=(linux-libc-dev-arm64-cross)
if [ ${#missing[@]} -gt 0 ]; then
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -qq --yes --no-install-recommends "${missing[@]}" > /dev/null
fi

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

flags=(
  -std=c11 -Wall -Wextra -Werror -Os
  # No libc, and none of what the compiler would otherwise call in one.
  -ffreestanding -nostdlib -static -fno-pie -no-pie
  -fno-stack-protector -fno-tree-loop-distribute-patterns
  # Nothing unwinds, nothing is debugged, nothing names the compiler.
  -fno-asynchronous-unwind-tables -fno-unwind-tables -fno-ident -g0
  # One read-only, executable segment in a stripped file.
  '-Wl,--strip-all' '-Wl,--build-id=none' '-Wl,-z,noseparate-code' '-Wl,-z,max-page-size=65536'
  '-Wl,-z,norelro' '-Wl,-z,noexecstack'
)

compile() { # SOURCE TARGETARCH COMPILER [FLAG...]
  "$3" "${flags[@]}" "${@:4}" -o "$work/$2" "$1"
  printf "  %s: '%s',\n" "$2" "$(base64 --wrap=0 "$work/$2")"
}

write() { # SOURCE CONSTANT SENTENCE
  local name=${1%.c} to
  to=$name-binaries.ts
  {
    cat << HEADER
/**
 * $3: static ELF files in base64, keyed by
 * Docker's \`TARGETARCH\`.
 *
 * Generated: run \`projenrc/build-init.sh\` after a change to ${1##*/}.
 */
export const $2: Readonly<Record<string, string>> = {
HEADER
    compile "$1" amd64 gcc -fcf-protection=none -Wa,-mx86-used-note=no
    compile "$1" arm64 aarch64-linux-gnu-gcc -mbranch-protection=none
    echo '};'
  } > "$work/binaries.ts"
  mv "$work/binaries.ts" "$to"
  stat --format='%s bytes: %n' "$work"/a*64 | sed "s|$work/|$name-|"
}

write init/init.c INIT_BINARIES 'The init that release images carry, compiled from init.c'
write service/enter.c ENTER_BINARIES 'Program that starts the program of another image beside a gate, compiled from enter.c'
