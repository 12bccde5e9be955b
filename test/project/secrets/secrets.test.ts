import { generateKeyPairSync } from 'crypto';
import * as fc from 'fast-check';
import { environmentUse } from '../../../lib/project/secrets/environment-file';
import { judge } from '../../../lib/project/secrets/secret';
import { secretContents } from '../../../lib/project/secrets/secret-contents';
import { holds } from '../../property';
import { project } from '../project-directory';

const KEY = generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
const RSA = generateKeyPairSync('rsa', { modulusLength: 1024 }).privateKey.export({ type: 'pkcs1', format: 'pem' }).toString();
const PUBLIC = generateKeyPairSync('ed25519').publicKey.export({ type: 'spki', format: 'pem' }).toString();
const CERTIFICATE = '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n';
const body = 'aB3dE5gH7jK9mN1pQ3sT5vW7yZ9bC1eF3hI5kL7n';

const secretOf = (path: string, content: string) => judge(path, Buffer.from(content)).secret;

describe('what a file holds', () => {
  test.each([
    ['certs/ca.pem', CERTIFICATE + CERTIFICATE],
    ['global-bundle.pem', `# authorities\n${CERTIFICATE}`],
    ['public.pem', PUBLIC],
    ['jwt.key', PUBLIC],
    ['src/secrets.ts', 'export const secret = process.env.SECRET'],
    ['src/pem.ts', "if (!key.startsWith('-----BEGIN PRIVATE KEY-----')) throw new Error('no key')"],
    ['src/pem.ts', "const pem = '-----BEGIN PRIVATE KEY-----\\n' + body + '\\n-----END PRIVATE KEY-----'"],
    ['src/pem.ts', 'const pem = `-----BEGIN RSA PRIVATE KEY-----\n${body}\n-----END RSA PRIVATE KEY-----`'],
    ['src/tokens.ts', `const example = 'ghp_${'x'.repeat(36)}'`],
    ['src/npm.ts', "const names = ['npm_package_name', 'npm_config_user_agent_of_the_package_manager_there']"],
    ['docs/aws.md', 'AKIAIOSFODNN7EXAMPLE aws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY'],
    ['src/aws.ts', `const id = 'AKIA${'Q'.repeat(16)}'`],
    ['.npmrc', '//registry.npmjs.org/:_authToken=${NPM_TOKEN}\n'],
  ])('lets %s in', (path, content) => expect(secretOf(path, content)).toBeUndefined());

  test.each([
    ['certs/server.pem', CERTIFICATE + KEY, 'a key'],
    ['certs/empty.pem', '', 'a key'],
    ['apps/worker/.dev.vars', 'API_KEY=1', 'environment variables'],
    ['certs/tls.crt', KEY, 'a private key'],
    ['certs/tls.txt', RSA, 'a private key'],
    ['certs/short.txt', '-----BEGIN EC PRIVATE KEY-----\nabc\n-----END EC PRIVATE KEY-----\n', 'a private key'],
    ['src/config.js', `module.exports = { key: ${JSON.stringify(RSA)} }`, 'a private key'],
    ['src/config.js', `module.exports = { key: \`${RSA}\` }`, 'a private key'],
    ['config.json', JSON.stringify({ type: 'service_account', private_key: 'x' }, undefined, 2), 'the key of a service account'],
    ['aws.json', JSON.stringify({ accessKeyId: `AKIA${'Q'.repeat(16)}`, secretAccessKey: body }), 'an access key of AWS with its secret'],
    ['aws.ini', `aws_access_key_id = ASIA${'7'.repeat(16)}\naws_secret_access_key = ${body}\n`, 'an access key of AWS with its secret'],
    ['a.js', `'ghp_${body.slice(0, 36)}'`, 'an access token'],
    ['a.js', `"github_pat_${body.slice(0, 22)}_${body}${body.slice(0, 19)}"`, 'an access token'],
    ['a.yml', `token: glpat-${body.slice(0, 20)}`, 'an access token'],
    ['a.txt', `npm_${body.slice(0, 36)}`, 'an access token'],
    ['packages/a/.npmrc', '//registry.npmjs.org/:_authToken=abc\n', 'a token of a registry'],
    ['.env.example', `KEY="${KEY.replace(/\n/g, '\\n')}"`, 'a private key'],
  ])('keeps %s out', (path, content, what) => expect(secretOf(path, content)).toBe(what));

  test('is looked at in time whatever it is', () => {
    const part = fc.constantFrom('-----BEGIN ', 'PRIVATE KEY-----', 'A'.repeat(200), '\\n', '\n', '"', 'ghp_', 'AKIA', 'secret_access_key=', '//', ':_authToken=', ' ');
    holds(fc.property(fc.array(part, { maxLength: 400 }), parts => {
      const before = process.hrtime.bigint();
      secretContents(parts.join(''));
      expect(Number(process.hrtime.bigint() - before) / 1e6).toBeLessThan(2000);
    }));
  });
});

describe('a file of environment variables', () => {
  test.each([
    ['.env.example', 'TOKEN=abc', 'example'], ['.env.sample', '', 'example'], ['.env.template', '', 'example'], ['.env.defaults', '', 'example'], ['.env.dist', '', 'example'],
    ['.env.production.example', 'A=1', 'example'], ['example.env', 'A=1', 'example'], ['.env-example', 'A=1', 'example'],
    ['.env.production', 'VITE_API=https://a\n# why\nexport NEXT_PUBLIC_B="x y"\nGENERATE_SOURCEMAP=false\n', 'public'],
    ['.env', '', 'public'], ['.env', '# nothing\n', 'public'],
    ['.env', 'VITE_A="two\nlines"\nPUBLIC_B=\n', 'public'],
    ['.env.production', 'VITE_A=1\nDATABASE_URL=postgres://\n', 'secret'],
    ['.env', 'NEXT_PUBLIC_A=1\nwhat is this\n', 'secret'],
    ['.env', 'VITE_A="x\nDATABASE_URL=1"\nSECRET=2', 'secret'],
    ['.env', 'VITE_CLIENT_SECRET=1', 'secret'],
    ['.env.production', '#/---\nDOTENV_PUBLIC_KEY_PRODUCTION="03ab"\nA="encrypted:BAb"\nB=encrypted:x\n', 'encrypted'],
    ['.env.production', 'DOTENV_PUBLIC_KEY="03ab"\nA="encrypted:BAb"\nB=plain\n', 'secret'],
    ['.env.keys', 'DOTENV_PRIVATE_KEY=abc', 'secret'],
    ['.env.test', 'A=1', 'secret'], ['.dev.vars', 'API_KEY=1', 'secret'], ['.dev.vars.example', 'API_KEY=', 'example'], ['prod.env', 'A=1', 'secret'],
  ])('%s with %j is %s', (name, text, use) => expect(environmentUse(name, text)).toBe(use));
});

test('what a front end shows to everybody is for the build alone, in every package that the build may read', () => {
  const read = project({
    'package.json': { scripts: { build: 'vite build', start: 'node server.js', postinstall: 'npm ci --prefix client' } },
    '.env.production': 'VITE_A=1', '.env': 'SECRET=1', '.env.example': '', 'client/package.json': {}, 'client/package-lock.json': {}, 'client/.env': 'REACT_APP_A=1', 'docs/.env': 'VITE_A=1',
  });
  expect(read.buildOnlyFiles).toEqual(['.env.production', 'client/.env']);
});
