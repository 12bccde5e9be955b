import { execFileSync, spawnSync } from 'child_process';
import * as fs from 'fs';
import * as path from 'path';
import { docker } from '../container/engine';
import { directoryWith } from '../container/small-app';
import { digestOf, ECR_HOST } from './registry';

/*
 * A base image that says that it is for two architectures and holds the files of this machine's for both: builds for the
 * other one run without emulation. For what is about the order of builds and pushes, not about what runs in them.
 */

const NATIVE = 'public.ecr.aws/docker/library/node:24-trixie-slim';
const REPOSITORY = 'base/two-labels';
const DOCKERFILE = `
FROM --platform=linux/amd64 ${NATIVE} AS native
FROM scratch
COPY --from=native / /
ENV PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
CMD ["node"]
`;

/** The reference of the image. */
export async function baseOfTwoLabels(): Promise<string> {
  const tag = docker('image', 'inspect', '--format', '{{.Id}}', NATIVE).trim().replace('sha256:', '').slice(0, 16);
  const reference = `${ECR_HOST}/${REPOSITORY}:${tag}`;
  if (await digestOf(REPOSITORY, tag) !== undefined) {
    return reference;
  }
  const context = directoryWith({ Dockerfile: DOCKERFILE });
  const images = ['amd64', 'arm64'].map(architecture => {
    const image = `${reference}-${architecture}`;
    docker('build', '--quiet', '--platform', `linux/${architecture}`, '--tag', image, context);
    docker('push', '--quiet', image);
    return image;
  });
  const authority = path.join(process.env.ENGINE_STATE ?? '', 'tls', 'ca.crt');
  execFileSync('docker', ['buildx', 'imagetools', 'create', '--tag', reference, ...images], { env: { ...process.env, SSL_CERT_FILE: authority }, stdio: 'pipe' });
  spawnSync('docker', ['image', 'rm', ...images]);
  fs.rmSync(context, { recursive: true });
  return reference;
}
