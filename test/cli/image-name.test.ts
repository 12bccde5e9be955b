import * as fs from 'fs';
import * as path from 'path';
import { imageName } from '../../lib/cli/image-name';
import { directoryWith } from '../temporary';

test.each<[string, Record<string, unknown>, string]>([
  ['without its scope', { name: '@team/Api.v2' }, 'api-v2'],
  ['not of its author', { author: { name: 'Somebody' }, name: 'api' }, 'api'],
])('an image has the name of its package, %s', (_, manifest, expected) => {
  expect(imageName(directoryWith({ 'package.json': manifest }))).toBe(expected);
});

test('an image of a package without a name has that of the directory', () => {
  const directory = path.join(directoryWith({}), 'My Service');
  fs.mkdirSync(directory);
  fs.writeFileSync(path.join(directory, 'package.json'), '{}');
  expect(imageName(directory)).toBe('my-service');
});
