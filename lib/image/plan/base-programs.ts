/** Programs that all runtime images have that are not made of Node.js alone. */
const COMMON = `[ awk base64 basename cat chgrp chmod chown chroot cksum clear cmp comm cp cut date dd df diff dirname dmesg du echo egrep env expand expr factor
  false fgrep find flock fold getconf getent getopt grep gunzip gzip head hostid hostname iconv id ionice kill link ln logger ls md5sum mkdir mkfifo mknod mktemp more mount
  mountpoint mv nice nl nohup npm npx nproc nsenter od paste pidof printenv printf pwd readlink realpath renice reset rev rm rmdir run-parts sed seq setpriv setsid sh
  sha1sum sha256sum sha512sum shred shuf sleep sort split stat stty su sum sync tac tail tar tee test timeout touch tr true truncate tty umount uname unexpand uniq unlink
  unshare wc which who whoami xargs yes zcat`;

/**
 * The programs that start scripts run and that runtime images have, beside node, by the name of the base image. What images of
 * your own have is not known here.
 *
 * @see https://github.com/nodejs/docker-node/blob/main/Dockerfile-slim.template
 * @see https://github.com/nodejs/docker-node/blob/main/Dockerfile-alpine.template
 */
const PROGRAMS: { readonly [base: string]: ReadonlySet<string> } = {
  'debian-slim': new Set(`${COMMON} bash dash install openssl perl script stdbuf numfmt join csplit runcon service`.split(/\s+/)),
  'alpine': new Set(`${COMMON} ash adduser crond ftpget install killall nc netstat nslookup pgrep ping pkill ps telnet top unzip vi watch wget`.split(/\s+/)),
  'distroless': new Set(),
};

/** The first line of Node.js whose images bring neither Yarn nor Corepack. */
const WITHOUT_YARN = 26;
const BUNDLED = ['yarn', 'yarnpkg', 'corepack'];

/**
 * Those of some programs that a base image does not have; none where that cannot be told.
 *
 * @param base the name of the base image
 * @param line the line of Node.js
 */
export function missingPrograms(base: string, line: number, programs: readonly string[]): string[] {
  const there = Object.hasOwn(PROGRAMS, base) ? PROGRAMS[base] : undefined;
  if (!there) return [];
  return programs.filter(program => !there.has(program) && !(BUNDLED.includes(program) && there.size > 0 && (line < 25 || (line < WITHOUT_YARN && program !== 'corepack'))));
}
