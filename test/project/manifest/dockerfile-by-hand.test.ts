import { DiskFiles } from '../../../lib/project/files/disk-files';
import { readDockerfile } from '../../../lib/project/manifest/dockerfile-by-hand';
import { projectDirectory } from '../project-directory';

const read = (dockerfile: string) => readDockerfile(new DiskFiles(projectDirectory({ 'package.json': {}, 'Dockerfile': dockerfile })));

test.each<[string, string, string | undefined, Record<string, string>]>([
  ['stages that are built on one another', 'FROM node:20 AS Base\nENV A=\'x y\' B=1\nENTRYPOINT ["node"]\nFROM alpine AS other\nENV C=1\nFROM --platform=linux/amd64 base\nENV B="2 \\"3"\nCMD ["a b.js"]',
    'node \'a b.js\'', { A: 'x y', B: '2 "3' }],
  ['a document in it', 'FROM node:20\nRUN <<EOF\nENV A=1\nCMD no\nEOF\nCMD ["a.js", \\\n # two\n "b"]', 'a.js b', {}],
  ['another escape character', '# escape=`\nFROM node:20\nENV A=1 `\n  B=2', undefined, { A: '1', B: '2' }],
  ['nothing', '', undefined, {}],
  ['no Dockerfile at all', '}{ FROM\n\u0000 ENV\nCMD [', undefined, {}],
])('given %s, when it is read, then the last stage has what it is built on', (_, dockerfile, command, variables) => {
  expect(read(dockerfile)).toMatchObject({ command, variables: new Map(Object.entries(variables)) });
});
