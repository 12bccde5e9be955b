#!/usr/bin/env bash
# Compiles lib/image/init/init.c for every platform we carry and writes init-binaries.ts beside it.
#
# Run it on Debian 12 (bookworm), as root where a compiler is missing: the same compiler gives the
# same bytes, and test/container/init.container.ts repeats the build to prove it.
set -euo pipefail
cd "$(dirname "$0")/../lib/image/init"

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

compile() { # TARGETARCH COMPILER [FLAG...]
  "$2" "${flags[@]}" "${@:3}" -o "$work/$1" init.c
  printf "  %s: '%s',\n" "$1" "$(base64 --wrap=0 "$work/$1")"
}

{
  cat << 'HEADER'
/**
 * The init that release images carry, compiled from init.c: static ELF files in base64, keyed by
 * Docker's `TARGETARCH`.
 *
 * Generated: run `projenrc/build-init.sh` after a change to init.c.
 */
export const INIT_BINARIES: Readonly<Record<string, string>> = {
HEADER
  compile amd64 gcc -fcf-protection=none -Wa,-mx86-used-note=no
  compile arm64 aarch64-linux-gnu-gcc -mbranch-protection=none
  echo '};'
} > "$work/init-binaries.ts"

mv "$work/init-binaries.ts" init-binaries.ts
stat --format='%s bytes: %n' "$work"/a*64 | sed "s|$work/||"
