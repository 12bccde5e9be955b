import { Instruction, NodejsDockerfile, NodejsDockerfileOptions, StageCustomization } from '../../../lib';
import { EMPTY_LOCK, projectDirectory } from '../../project/project-directory';

const warned = (dockerfile: string, options: NodejsDockerfileOptions = {}, wanted = 'dockerfile-sets-variables') => NodejsDockerfile.fromDirectory({
  directory: projectDirectory({
    'package.json': { name: 'a', scripts: { start: 'node server.js' } }, 'package-lock.json': EMPTY_LOCK, 'Dockerfile': dockerfile,
    'server.js': 'require("http").createServer().listen(process.env.PORT || 4000)',
  }),
  ...options,
}).warnings.filter(({ id }) => id === wanted).map(({ message }) => message);

test('given variables that the image of a Dockerfile by hand has, when this image has them not, then a warning names them', () => {
  expect(warned('FROM node:20\nENV NODE_OPTIONS=--max-old-space-size=4096 \\\n  TZ="Europe/Berlin"\nENV GREETING hello world\nCMD node server.js')).toEqual([
    'the Dockerfile that is there sets NODE_OPTIONS, TZ, GREETING in its image, and this image does not: give what the application needs by "environment", '
    + 'and take the Dockerfile away if nothing builds it any more',
  ]);
});

test.each<[string, string, NodejsDockerfileOptions]>([
  ['are given', 'FROM node:20\nENV TZ=UTC', { environment: { TZ: 'Europe/Berlin' } }],
  ['are in every image of ours', 'FROM node:20\nENV NODE_ENV=production PORT=4000', {}],
  ['are for the file itself', 'FROM node:20\nENV APP_HOME=/srv/app\nWORKDIR ${APP_HOME}', {}],
  ['are for package managers', 'FROM node:20\nENV NPM_CONFIG_LOGLEVEL=warn PNPM_HOME=/pnpm COREPACK_ENABLE_DOWNLOAD_PROMPT=0 NEXT_TELEMETRY_DISABLED=1 PATH=/pnpm:/bin', {}],
  ['are of another stage', 'FROM node:20 AS build\nENV TZ=UTC\nFROM node:20\nCOPY --from=build /app .', {}],
  ['stand in a comment', 'FROM node:20\n# ENV TZ=UTC', {}],
  ['were written by this library', '# the image of a, made by cdk-nodejs-image\nFROM node:20\nENV TZ=UTC', {}],
])('given variables that %s, when the image is planned, then there is no warning', (_, dockerfile, options) => {
  expect(warned(dockerfile, options)).toEqual([]);
});

describe('packages of a distribution', () => {
  const INSTALLS = 'dockerfile-installs-packages';

  test('given some in the image of a Dockerfile by hand, when this image has them not, then a warning names them', () => {
    expect(warned('FROM node:20 AS build\nRUN apt-get install -y libreoffice\nFROM node:20-slim\nRUN apt-get update && apt-get install -y --no-install-recommends \\\n    fontconfig fonts-dejavu-core=2.37-8 \\\n    python3 make curl && rm -rf /var/lib/apt/lists/*\nRUN apk add --no-cache tzdata dumb-init', {}, INSTALLS)).toEqual([
      'the Dockerfile that is there installs fontconfig, fonts-dejavu-core, tzdata in its image, and this image does not: install what the application needs by '
      + 'StageCustomization.append("release", ...) in "customize", and take the Dockerfile away if nothing builds it any more',
    ]);
  });

  test.each<[string, string, NodejsDockerfileOptions]>([
    ['are installed by a stage of ours', 'FROM node:20\nRUN apk add tzdata', { customize: [StageCustomization.append('release', Instruction.run(['apk', 'add', 'tzdata']))] }],
    ['are for the build', 'FROM node:20\nRUN apt-get install -y python3 make g++ libpq-dev git', {}],
    ['are none', 'FROM node:20\nRUN apt-get update && npm install --production', {}],
  ])('given packages that %s, when the image is planned, then there is no warning', (_, dockerfile, options) => {
    expect(warned(dockerfile, options, INSTALLS)).toEqual([]);
  });
});
