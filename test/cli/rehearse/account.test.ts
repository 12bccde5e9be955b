import { execFileSync } from 'child_process';
import { createHash, createPublicKey, generateKeyPairSync, sign, verify } from 'crypto';
import * as fs from 'fs';
import * as path from 'path';
import { holds } from '../../../lib/cli/rehearse/aws/condition';
import { signDigest, verifyDigest } from '../../../lib/cli/rehearse/aws/digest-signature';
import { Keys } from '../../../lib/cli/rehearse/aws/keys';
import { Tables } from '../../../lib/cli/rehearse/aws/tables';
import { zipOfDirectory } from '../../../lib/cli/rehearse/aws/zip';
import { temporaryDirectory } from '../../temporary';

describe('conditions of records', () => {
  const item = { Digest: { S: 'sha256:b' }, Began: { N: '9' } };
  const values = { ':began': { N: '10' }, ':a': { S: 'sha256:a' }, ':b': { S: 'sha256:b' }, ':eight': { N: '8' } };

  test.each([
    ['attribute_not_exists(Digest)', false],
    ['attribute_not_exists(Held)', true],
    ['attribute_not_exists(Began) OR Began <= :began', true], // by number: as text 9 comes after 10
    ['Began <= :eight', false],
    ['Began < :eight OR Digest = :b', true],
    ['Digest IN (:a, :b)', true],
    ['Digest IN (:a)', false],
    ['attribute_not_exists(Digest) OR Digest IN (:a, :b)', true],
    ['Digest = :b AND Began > :began', false],
    ['(Digest = :a OR Digest = :b) AND Began < :began', true],
    ['Held = :a', false],
    ['Held <> :a', true],
  ])('%s', (expression, expected) => {
    expect(holds(expression, item, values)).toBe(expected);
  });

  test('what is not known is no answer', () => {
    expect(() => holds('begins_with(Digest, :a)', item, values)).toThrow('does not know');
    expect(() => holds('Digest = :a NOT', item, values)).toThrow('does not know');
    expect(() => holds('Digest = ?', item, values)).toThrow('does not know');
  });

  test('every condition that steps have is known', () => {
    const steps = path.join(__dirname, '../../../lib/steps');
    const sources = fs.readdirSync(steps, { recursive: true, encoding: 'utf8' }).filter(file => file.endsWith('.ts')).map(file => fs.readFileSync(path.join(steps, file), 'utf8'));
    const conditions = sources.flatMap(text => [...text.matchAll(/ConditionExpression: '([^']+)'/g)].map(([, condition]) => condition))
      .filter(condition => !condition.startsWith('Repository = ')); // a query, below

    expect(conditions.length).toBeGreaterThan(4);
    conditions.forEach(condition => expect(typeof holds(condition, item, values)).toBe('boolean'));
  });
});

describe('a table', () => {
  const key = { Repository: { S: 'api' }, Tag: { S: 'main' } };
  const item = { ...key, Digest: { S: 'sha256:a' } };

  test('keeps what is put, by table, repository and tag', () => {
    const tables = new Tables();
    tables.call('PutItem', { TableName: 'one', Item: item });

    expect(tables.call('GetItem', { TableName: 'one', Key: key })).toEqual({ Item: item });
    expect(tables.call('GetItem', { TableName: 'two', Key: key })).toEqual({});
  });

  test('refuses a write whose condition does not hold, and keeps what it had', () => {
    const tables = new Tables();
    tables.call('PutItem', { TableName: 'one', Item: item });

    expect(() => tables.call('PutItem', { TableName: 'one', Item: { ...key, Digest: { S: 'other' } }, ConditionExpression: 'attribute_not_exists(Digest)' }))
      .toThrow(expect.objectContaining({ code: 'ConditionalCheckFailedException' }));
    expect(tables.call('GetItem', { TableName: 'one', Key: key })).toEqual({ Item: item });
  });

  test('forgets what is deleted, and refuses what it does not know', () => {
    const tables = new Tables();
    tables.call('PutItem', { TableName: 'one', Item: item });
    tables.call('DeleteItem', { TableName: 'one', Key: key, ConditionExpression: 'Digest = :digest', ExpressionAttributeValues: { ':digest': { S: 'sha256:a' } } });

    expect(tables.call('GetItem', { TableName: 'one', Key: key })).toEqual({});
    expect(() => tables.call('UpdateItem', { TableName: 'one', Key: key })).toThrow('UpdateItem');
  });
});

describe('a query', () => {
  const item = (repository: string, tag: string) => ({ Repository: { S: repository }, Tag: { S: tag } });
  const values = { ':released': { S: ' released' } };
  const KeyConditionExpression = 'Repository = :released';

  test('gives all of one repository in one table, by their tags', () => {
    const tables = new Tables();
    [item(' released', 'mail'), item(' released', 'api'), item('api', 'main')].forEach(Item => tables.call('PutItem', { TableName: 'one', Item }));
    tables.call('PutItem', { TableName: 'two', Item: item(' released', 'chat') });

    expect(tables.call('Query', { TableName: 'one', KeyConditionExpression, ExpressionAttributeValues: values, ConsistentRead: true }))
      .toEqual({ Items: [item(' released', 'api'), item(' released', 'mail')], Count: 2 });
    expect(tables.call('Query', { TableName: 'none', KeyConditionExpression, ExpressionAttributeValues: values })).toEqual({ Items: [], Count: 0 });
  });

  test.each([
    ['another condition', { KeyConditionExpression: 'Repository = :released AND begins_with(Tag, :a)' }],
    ['a filter', { FilterExpression: 'attribute_exists(Mark)' }],
    ['a page', { ExclusiveStartKey: item('a', 'b') }],
    ['no value', { ExpressionAttributeValues: {} }],
  ])('with %s is refused', (_, more) => {
    expect(() => new Tables().call('Query', { TableName: 'one', KeyConditionExpression, ExpressionAttributeValues: values, ...more })).toThrow('does not know the query');
  });
});

describe('a key', () => {
  const message = Buffer.from('a statement');
  const digest = createHash('sha256').update(message).digest();

  test('signs digests as others verify messages, and the other way round', () => {
    for (let time = 0; time < 20; time++) {
      const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });

      expect(verify('sha256', message, publicKey, signDigest(privateKey, digest))).toBe(true);
      expect(verifyDigest(privateKey, digest, sign('sha256', message, privateKey))).toBe(true);
    }
  });

  test('takes no signature of another digest, by another key, or that is none', () => {
    const [one, other] = [generateKeyPairSync('ec', { namedCurve: 'prime256v1' }), generateKeyPairSync('ec', { namedCurve: 'prime256v1' })].map(({ privateKey }) => privateKey);
    const signature = signDigest(one, digest);

    expect(verifyDigest(one, createHash('sha256').update('another').digest(), signature)).toBe(false);
    expect(verifyDigest(other, digest, signature)).toBe(false);
    expect([Buffer.alloc(0), Buffer.from('none'), signature.subarray(1)].map(text => verifyDigest(one, digest, text))).toEqual([false, false, false]);
  });

  test('of KMS is one for each ARN, and its public half is told', () => {
    const keys = new Keys(() => undefined);
    const request = { KeyId: 'arn:one', Message: digest.toString('base64'), MessageType: 'DIGEST' };
    const { Signature }: any = keys.call('Sign', request);
    const { PublicKey, KeySpec }: any = keys.call('GetPublicKey', { KeyId: 'arn:one' });

    expect(KeySpec).toBe('ECC_NIST_P256');
    expect(verify('sha256', message, createPublicKey({ key: Buffer.from(PublicKey, 'base64'), type: 'spki', format: 'der' }), Buffer.from(Signature, 'base64'))).toBe(true);
    expect(keys.call('Verify', { ...request, Signature })).toMatchObject({ SignatureValid: true });
    expect(() => keys.call('Verify', { ...request, KeyId: 'arn:two', Signature })).toThrow(expect.objectContaining({ code: 'KMSInvalidSignatureException' }));
  });

  test('of another kind is told as it is in the template, and signs nothing', () => {
    const keys = new Keys(() => 'RSA_2048');

    expect(keys.call('GetPublicKey', { KeyId: 'arn' })).toMatchObject({ KeySpec: 'RSA_2048' });
    expect(() => keys.call('Sign', { KeyId: 'arn', Message: '', MessageType: 'DIGEST' })).toThrow('ECC_NIST_P256');
  });
});

test('a packed directory is one that unzip unpacks', () => {
  const [directory, target] = [temporaryDirectory(), temporaryDirectory()];
  fs.mkdirSync(path.join(directory, 'folder'));
  fs.writeFileSync(path.join(directory, 'folder', 'ünïcode.txt'), 'text');
  fs.writeFileSync(path.join(directory, 'empty'), '');
  fs.writeFileSync(path.join(directory, 'program'), Buffer.alloc(70_000, 7), { mode: 0o755 });
  const archive = path.join(temporaryDirectory(), 'a.zip');
  fs.writeFileSync(archive, zipOfDirectory(directory));
  execFileSync('unzip', ['-q', archive, '-d', target]);

  expect(fs.readFileSync(path.join(target, 'folder', 'ünïcode.txt'), 'utf8')).toBe('text');
  expect(fs.readFileSync(path.join(target, 'empty'), 'utf8')).toBe('');
  expect(fs.readFileSync(path.join(target, 'program'))).toEqual(Buffer.alloc(70_000, 7));
  expect(fs.statSync(path.join(target, 'program')).mode % 0o1000).toBe(0o755);
});
