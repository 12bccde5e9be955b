import { spawn } from 'child_process';
import * as fs from 'fs';
import * as http from 'http';
import { AddressInfo } from 'net';
import * as path from 'path';
import { ECRClient, GetAuthorizationTokenCommand } from '@aws-sdk/client-ecr';
import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { Cleanup } from '../../../lib/cli/cleanup';
import { startEndpoint } from '../../../lib/cli/rehearse/aws/endpoint';
import { Keys } from '../../../lib/cli/rehearse/aws/keys';
import { Objects } from '../../../lib/cli/rehearse/aws/objects';
import { Tables } from '../../../lib/cli/rehearse/aws/tables';
import { rehearsalProgram } from '../../../lib/cli/rehearse/programs/program-file';
import { startNetwork } from '../../../lib/cli/rehearse/registry/network';
import { RegistryRepository } from '../../../lib/steps/registry/registry-repository';
import { WayOut } from '../../../lib/steps/world/way-out';
import { temporaryDirectory } from '../../temporary';

const HOST = '123456789012.dkr.ecr.eu-central-1.amazonaws.com';
const cleanup = new Cleanup();

afterEach(() => cleanup.run());

/** Runs a program of the bundle, and gives what it printed. */
function run(words: readonly string[], env: NodeJS.ProcessEnv): Promise<{ code: number | null; out: string; err: string }> {
  return new Promise(resolve => {
    const child = spawn(process.execPath, [rehearsalProgram(), ...words], { env, stdio: ['ignore', 'pipe', 'pipe'] });
    const texts = { out: '', err: '' };
    child.stdout.on('data', data => texts.out += data);
    child.stderr.on('data', data => texts.err += data);
    child.on('close', code => resolve({ code, ...texts }));
  });
}

/** Listens until the test ends, and gives the address. */
async function listening(listener: http.RequestListener): Promise<string> {
  const server = http.createServer(listener);
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  cleanup.later(() => {
    server.close();
    server.closeAllConnections();
  });
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}

describe('what stands for docker', () => {
  const settings = (registry: string) => {
    const directory = temporaryDirectory();
    const docker = path.join(directory, 'docker');
    fs.writeFileSync(docker, '#!/bin/sh\necho "words: $*"\necho "secret: $TOKEN, other: $OTHER, config: $DOCKER_CONFIG" >&2\nexit 3\n', { mode: 0o755 });
    const file = path.join(directory, 'way.json');
    fs.writeFileSync(file, JSON.stringify({ program: docker, environment: { DOCKER_CONFIG: '/home/me/.docker' }, registry, handedOn: ['TOKEN'] }));
    return { REHEARSAL: file, TOKEN: 'a', OTHER: 'b' };
  };

  test('leads names of ECR to the registry, tells them as they are, and hands on secrets alone', async () => {
    const { code, out, err } = await run(['docker', 'push', `${HOST}/chat:main`], settings('127.0.0.1:5'));

    expect([code, out]).toEqual([3, `words: push ${HOST}/chat:main\n`]);
    expect(err).toBe('secret: a, other: , config: /home/me/.docker\n');
  });

  test('logs in where the registry answers, and touches no login of this machine', async () => {
    const registry = await listening((_, response) => response.end('{}'));

    expect(await run(['docker', 'login', '--username', 'AWS', '--password-stdin', HOST], settings(registry))).toEqual({ code: 0, out: 'Login Succeeded\n', err: '' });
  });

  test('does not where it is away', async () => {
    const { code, err } = await run(['docker', 'login', HOST], settings('127.0.0.1:1'));

    expect([code, err]).toEqual([1, expect.stringContaining('does not answer')]);
  });
});

describe('what stands for AWS', () => {
  const started = async () => {
    const asset = path.join(temporaryDirectory(), 'step.mjs');
    fs.writeFileSync(asset, 'program');
    const objects = new Objects([{ place: 'bucket/folder/step.mjs', path: asset, zip: false }]);
    return startEndpoint({ objects, tables: new Tables(), keys: new Keys(() => undefined), began: 0 }, cleanup);
  };

  test('gives the assets of the stack to the buildspec', async () => {
    const target = path.join(temporaryDirectory(), 'new', 'step.mjs');
    const { code } = await run(['aws', 's3', 'cp', '--only-show-errors', 's3://bucket/folder/step.mjs', target], { AWS_ENDPOINT_URL: await started() });

    expect([code, fs.readFileSync(target, 'utf8')]).toEqual([0, 'program']);
  });

  test.each([
    [['s3', 'cp', 's3://bucket/other', 'file'], 1, 'there is no s3://bucket/other among the assets'],
    [['ecr', 'get-login-password'], 255, 'a rehearsal has no account of AWS'],
    [['s3', 'cp', 'file', 's3://bucket/key'], 255, 'a rehearsal has no account of AWS'],
  ])('aws %j ends with %i', async (words, code, message) => {
    expect(await run(['aws', ...words], { AWS_ENDPOINT_URL: await started() })).toMatchObject({ code, err: expect.stringContaining(message) });
  });

  test('answers the SDK, and refuses what it does not know', async () => {
    const configuration = { endpoint: await started(), region: 'us-east-1', credentials: { accessKeyId: 'a', secretAccessKey: 'b' }, maxAttempts: 1 };
    const s3 = new S3Client({ ...configuration, forcePathStyle: true });
    const { Body } = await s3.send(new GetObjectCommand({ Bucket: 'bucket', Key: 'folder/step.mjs' }));

    expect(await Body!.transformToString()).toBe('program');
    await expect(s3.send(new GetObjectCommand({ Bucket: 'bucket', Key: 'none' }))).rejects.toMatchObject({ name: 'NoSuchKey' });
    await expect(new ECRClient(configuration).send(new GetAuthorizationTokenCommand({}))).resolves.toMatchObject({ authorizationData: [{}] });
  });
});

describe('the network of builds', () => {
  const stepsIn = async (registry: string) => {
    const { proxy, certificate } = await startNetwork(registry, [HOST], cleanup);
    const file = path.join(temporaryDirectory(), 'certificate.pem');
    fs.writeFileSync(file, certificate);
    const variables = { HTTPS_PROXY: proxy, SSL_CERT_FILE: file, HOME: '/nowhere' };
    return { variables, fetch: new WayOut(variables).fetch, pause: async () => undefined };
  };

  test('leads the API of ECR by HTTPS to the registry, in a folder of its host, and back', async () => {
    const asked: string[] = [];
    const registry = await listening((request, response) => {
      asked.push(`${request.method} ${request.url}`);
      response.writeHead(202, { location: `/v2/${HOST}/team/chat/blobs/uploads/1` }).end();
    });
    const repository = new RegistryRepository(await stepsIn(registry), `${HOST}/team/chat`);
    const { status, headers } = await repository.manifest('main');

    expect([status, headers.get('location'), asked]).toEqual([202, '/v2/team/chat/blobs/uploads/1', [`GET /v2/${HOST}/team/chat/manifests/main`]]);
  });

  test('leads nowhere else', async () => {
    const { fetch } = await stepsIn(await listening((_, response) => response.end()));

    const { status, statusText } = await fetch('https://registry.example.com/');

    expect([status, statusText]).toEqual([403, 'a rehearsal reaches no other network']);
  });
});
