import { BaseImage, NodejsDockerfile, NodejsDockerfileOptions, NodejsVersion } from '../../lib';
import { projectDirectory } from '../project/project-directory';

const FILES = { 'package.json': { name: 'app', scripts: { start: 'node server.js', test: 'node --test' } }, 'server.js': '' };
const read = (content: object, options: NodejsDockerfileOptions = {}) =>
  NodejsDockerfile.fromDirectory({ directory: projectDirectory({ ...FILES, ...content }), ...options });
const ended = ({ warnings }: NodejsDockerfile) => warnings.filter(({ id }) => id === 'debian-end-of-support').map(({ message }) => message);

describe('a line that the tables do not know', () => {
  test.each([[{ '.nvmrc': '27' }, {}], [{ '.nvmrc': '99' }, {}], [{ '.nvmrc': 'v99.1.0' }, {}], [{}, { nodeVersion: NodejsVersion.of('99') }], [{ '.nvmrc': '27' }, { baseImage: BaseImage.alpine() }]])(
    'is refused: %j, %j', (content, options) => {
      expect(() => read(content, options)).toThrow(/^this version of the library knows of no official image of Node\.js (27|99|99\.1\.0): the lines are 10, .*, 26; change what the project declares, set "nodeVersion" to one of them, or give images by BaseImage\.custom\(\)$/);
    });

  test('is refused where it is a range', () => {
    expect(() => read({ 'package.json': { ...FILES['package.json'], engines: { node: '>=27' } } })).toThrow(/allows none of the lines 10 to 26/);
  });

  test('is no line of distroless', () => {
    expect(() => read({ '.nvmrc': '25' }, { baseImage: BaseImage.distroless() })).toThrow(/knows of no image of distroless of Node\.js 25: the lines are 22, 24, 26;/);
  });

  test('is used where images are given', () => {
    const baseImage = BaseImage.custom({ buildImage: 'node:27', runtimeImage: 'node:27-slim' });
    expect(read({ '.nvmrc': '27' }, { baseImage }).render()).toContain('FROM ${NODE_BUILD_IMAGE:-node:27}');
  });
});

test.each(['lts/*', 'node', 'latest', '*'])('%s is a line that there are images of', text => {
  expect(read({ '.nvmrc': text }).render()).toMatch(/node:2[46]-trixie-slim/);
});

describe('the end of a Debian release', () => {
  test('is said where there is no image on a newer one', () => {
    expect(ended(read({ '.nvmrc': '18' }))).toEqual([
      'the newest Debian that official images of Node.js 18 have is 12 (bookworm), whose regular security support ended on 2026-06-10: move the project to a newer line, or give images by "baseImage"',
    ]);
    expect(ended(read({}, { nodeVersion: NodejsVersion.of('22.17.0') }))).toEqual([expect.stringContaining('use the line 22, or a newer version')]);
  });

  test('is none of a release in support, nor of other images', () => {
    expect(ended(read({ '.nvmrc': '22' }))).toEqual([]);
    expect(ended(read({ '.nvmrc': '18' }, { baseImage: BaseImage.alpine() }))).toEqual([]);
  });
});
