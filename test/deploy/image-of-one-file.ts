import { docker } from '../container/engine';
import { directoryWith } from '../container/small-app';
import { ECR_HOST } from './registry';

/** Builds the smallest image there is, which is like no other, and pushes it. */
export function pushImageOfOneFile(repository: string, tag: string, platform = 'linux/amd64'): void {
  const context = directoryWith({ Dockerfile: 'FROM scratch\nCOPY file /\n', file: `${platform} ${repository} ${tag}` });
  const image = `${ECR_HOST}/${repository}:${tag}`;
  docker('buildx', 'build', '--quiet', '--provenance=false', '--platform', platform, '--tag', image, context);
  docker('push', '--quiet', image);
}
