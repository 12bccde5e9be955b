import { readFileSync } from 'fs';
import { join } from 'path';
import { missingPeers } from '../lib/require-peers';

const there = () => undefined;
const gone = (name: string) => () => {
  throw Object.assign(new Error(`Cannot find module '${name}'`), { code: 'MODULE_NOT_FOUND' });
};

test('what stands beside the library is there', () => {
  expect(missingPeers()).toBeUndefined();
});

test('whoever has not got it is told what to install', () => {
  expect(missingPeers({ 'aws-cdk-lib': there, 'cdk-docker-image-deployment': gone('cdk-docker-image-deployment') })).toBe(
    'cdk-nodejs-image needs cdk-docker-image-deployment beside it, which your package manager did not install: npm install cdk-docker-image-deployment, or yarn add cdk-docker-image-deployment');
  expect(missingPeers({ one: gone('one'), two: gone('two') })).toContain('needs one and two beside it');
});

test('one that is there and lacks something itself is not said to be missing', () => {
  expect(() => missingPeers({ one: gone('another') })).toThrow('Cannot find module \'another\'');
});

test('all that the package names are looked for', () => {
  const { peerDependencies } = JSON.parse(readFileSync(join(__dirname, '..', 'package.json'), 'utf8'));
  const text = readFileSync(join(__dirname, '..', 'lib', 'require-peers.ts'), 'utf8');

  expect([...text.matchAll(/require\('([^']+)'\)/g)].map(([, name]) => name).sort()).toEqual(Object.keys(peerDependencies).sort());
});
