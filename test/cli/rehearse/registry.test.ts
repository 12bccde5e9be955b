import { ChildProcess, spawn } from 'child_process';
import { createHash, X509Certificate } from 'crypto';
import * as http from 'http';
import * as net from 'net';
import { Faults } from '../../../lib/cli/rehearse/programs/faults';
import { isImmutable } from '../../../lib/cli/rehearse/programs/immutable';
import { asReleased, inRehearsal } from '../../../lib/cli/rehearse/programs/names';
import { rehearsalProgram } from '../../../lib/cli/rehearse/programs/program-file';
import { makeCertificate } from '../../../lib/cli/rehearse/registry/certificate';
import { temporaryDirectory } from '../../temporary';

const HOST = '123456789012.dkr.ecr.eu-central-1.amazonaws.com';
const NAME = `${HOST}/chat`;

describe('names of images', () => {
  const REGISTRY = '127.0.0.1:32768';

  test.each([
    [`${HOST}/chat:main`, `${REGISTRY}/${HOST}/chat:main`],
    [`type=registry,ref=${HOST}/team/chat@sha256:0`, `type=registry,ref=${REGISTRY}/${HOST}/team/chat@sha256:0`],
    ['123456789012.dkr-ecr.eu-central-1.on.aws/chat', `${REGISTRY}/123456789012.dkr-ecr.eu-central-1.on.aws/chat`],
  ])('%s is led to the registry of the rehearsal, and back', (given, expected) => {
    expect(inRehearsal(given, REGISTRY)).toBe(expected);
    expect(asReleased(expected, REGISTRY)).toBe(given);
  });

  test.each(['public.ecr.aws/docker/library/node:24', 'node:24', '--platform', 'dest=/tmp/123456789012/a'])('%s stays', given => {
    expect(inRehearsal(given, REGISTRY)).toBe(given);
  });

  test('addresses are told as those of ECR', () => {
    expect(asReleased(`Head "http://${REGISTRY}/v2/${HOST}/chat/manifests/a": dial tcp ${REGISTRY}: refused`, REGISTRY))
      .toBe(`Head "https://${HOST}/v2/chat/manifests/a": dial tcp the registry of the rehearsal: refused`);
  });
});

describe('tags that cannot be moved', () => {
  const immutable = { [NAME]: { except: ['main', 'cache-*'] } };

  test.each([['1.2.3', true], ['main', false], ['mainly', true], ['cache-amd64', false]])('%s', (tag, expected) => {
    expect(isImmutable(immutable, NAME, tag)).toBe(expected);
  });

  test('are none in a repository that is not said to keep them', () => {
    expect(isImmutable(immutable, 'other', '1.2.3')).toBe(false);
  });
});

describe('a fault', () => {
  const uploads = '/v2/a/blobs/uploads/';

  test('of the registry ends it at the first push', () => {
    const faults = new Faults();
    faults.arm('registry');

    expect(['GET', 'HEAD'].map(method => faults.meets(method, '/v2/a/manifests/b'))).toEqual(['nothing', 'nothing']);
    expect(faults.meets('POST', uploads)).toBe('end');
  });

  test('of a push lets one layer through, cuts the next one, and refuses the others and the manifest', () => {
    const faults = new Faults();
    faults.arm('push');
    const sent = (method: string, path: string) => faults.meets(method, path);

    expect([sent('POST', uploads), sent('PATCH', `${uploads}1`), sent('PATCH', `${uploads}2`), sent('PUT', `${uploads}1`)]).toEqual(Array(4).fill('nothing'));
    expect(sent('PUT', `${uploads}2`)).toBe('cut');
    expect([sent('PATCH', `${uploads}3`), sent('PUT', '/v2/a/manifests/main')]).toEqual(['refusal', 'refusal']);
    expect(sent('GET', '/v2/a/manifests/main')).toBe('nothing');
  });

  test('is none unless it is armed', () => {
    expect(new Faults().meets('POST', uploads)).toBe('nothing');
  });
});

test('the certificate is one of the hosts of ECR, for a day', () => {
  const now = Date.UTC(2026, 10, 28);
  const certificate = new X509Certificate(makeCertificate([HOST, 'other.example'], now).certificate);

  expect(certificate.checkHost(HOST)).toBe(HOST);
  expect(certificate.checkHost('third.example')).toBeUndefined();
  expect(certificate.verify(certificate.publicKey)).toBe(true);
  expect(new Date(certificate.validTo).getTime() - now).toBe(24 * 60 * 60 * 1000);
});

describe('the registry', () => {
  let server: ChildProcess;
  let port: number;
  let printed = '';

  beforeEach(async () => {
    port = await freePort();
    server = spawn(process.execPath, [rehearsalProgram(), 'registry', String(port)], { env: { REHEARSAL_DATA: temporaryDirectory() }, stdio: ['ignore', 'pipe', 'inherit'] });
    printed = '';
    server.stdout!.on('data', data => printed += data);
    for (let tried = 0; await ask('GET', '/v2/').then(({ status }) => status !== 200, () => true); tried++) {
      if (tried > 100) throw new Error('the registry does not answer');
      await new Promise(resolve => setTimeout(resolve, 50));
    }
  });

  afterEach(async () => {
    if (server.exitCode === null && server.signalCode === null) await new Promise(resolve => server.on('close', resolve).kill('SIGKILL'));
  });

  const ask = (method: string, path: string, body?: string, headers: http.OutgoingHttpHeaders = {}) => new Promise<Answer>((resolve, reject) => {
    const request = http.request({ host: '127.0.0.1', port, method, path, headers }, answer => {
      let text = '';
      answer.setEncoding('utf8').on('data', data => text += data).on('end', () => resolve({ status: answer.statusCode!, headers: answer.headers, text }));
    });
    request.on('error', reject).end(body);
  });

  async function pushBlob(text: string): Promise<string> {
    const digest = digestOf(text);
    const { headers: { location } } = await ask('POST', `/v2/${NAME}/blobs/uploads/`);
    await ask('PATCH', location!, text.slice(0, 2));
    const { headers: { location: onward } } = await ask('PATCH', location!, text.slice(2));
    expect((await ask('PUT', `${onward}?digest=${digest}`)).status).toBe(201);
    return digest;
  }

  const manifestOf = (layer: string, more: object = {}) => JSON.stringify({ schemaVersion: 2, mediaType: 'application/vnd.oci.image.manifest.v1+json', config: { digest: layer }, layers: [{ digest: layer }], ...more });
  const putManifest = (reference: string, text: string) => ask('PUT', `/v2/${NAME}/manifests/${reference}`, text, { 'content-type': JSON.parse(text).mediaType });

  test('gives what was pushed, by its tag and by its digest', async () => {
    const layer = await pushBlob('a layer');
    const text = manifestOf(layer);
    const { status } = await putManifest('main', text);

    expect(status).toBe(201);
    expect((await ask('GET', `/v2/${NAME}/blobs/${layer}`)).text).toBe('a layer');
    expect((await ask('GET', `/v2/${NAME}/manifests/main`)).text).toBe(text);
    expect((await ask('HEAD', `/v2/${NAME}/manifests/${digestOf(text)}`)).headers).toMatchObject({ 'docker-content-digest': digestOf(text), 'content-length': String(text.length) });
    expect(JSON.parse((await ask('GET', '/rehearsal')).text)).toEqual({ [NAME]: { main: digestOf(text) } });
  });

  test('refuses what is not what its digest says, and a manifest of which something was not sent', async () => {
    const { headers: { location } } = await ask('POST', `/v2/${NAME}/blobs/uploads/`);
    await ask('PATCH', location!, 'something');

    expect((await ask('PUT', `${location}?digest=${digestOf('else')}`)).status).toBe(400);
    expect((await putManifest('main', manifestOf(digestOf('nowhere')))).text).toContain('MANIFEST_BLOB_UNKNOWN');
    expect((await ask('GET', `/v2/${NAME}/manifests/main`)).status).toBe(404);
  });

  test('lists what refers to an image, by its type', async () => {
    const layer = await pushBlob('a layer');
    const image = manifestOf(layer);
    await putManifest('main', image);
    const bundle = manifestOf(layer, { artifactType: 'application/vnd.dev.sigstore.bundle.v0.3+json', subject: { digest: digestOf(image) } });
    const { headers } = await putManifest(digestOf(bundle), bundle);
    const listed = async (query: string) => JSON.parse((await ask('GET', `/v2/${NAME}/referrers/${digestOf(image)}${query}`)).text).manifests.map(({ digest }: any) => digest);

    expect(headers['oci-subject']).toBe(digestOf(image));
    expect(await listed('')).toEqual([digestOf(bundle)]);
    expect(await listed('?artifactType=application%2Fvnd.dev.sigstore.bundle.v0.3%2Bjson')).toEqual([digestOf(bundle)]);
    expect(await listed('?artifactType=other')).toEqual([]);
  });

  test('keeps tags that the template says are kept', async () => {
    const layer = await pushBlob('a layer');
    await ask('PUT', '/rehearsal', JSON.stringify({ immutable: { [NAME]: { except: ['main'] } } }));
    const put = async (tag: string, text: string) => (await putManifest(tag, text)).status;

    expect([await put('1.0.0', manifestOf(layer)), await put('main', manifestOf(layer))]).toEqual([201, 201]);
    expect([await put('1.0.0', manifestOf(layer, { annotations: { a: 'b' } })), await put('main', manifestOf(layer, { annotations: { a: 'b' } }))]).toEqual([400, 201]);
  });

  test('that goes away leaves in its log what it had', async () => {
    await putManifest('main', manifestOf(await pushBlob('a layer')));
    await ask('PUT', '/rehearsal', JSON.stringify({ fault: 'registry' }));
    const ended = new Promise(resolve => server.on('close', resolve));

    await expect(ask('POST', `/v2/${NAME}/blobs/uploads/`)).rejects.toThrow();
    await ended;
    expect(JSON.parse(printed)).toEqual({ [NAME]: { main: digestOf(manifestOf(digestOf('a layer'))) } });
  });
});

interface Answer {
  readonly status: number;
  readonly headers: http.IncomingHttpHeaders;
  readonly text: string;
}

function digestOf(text: string): string {
  return `sha256:${createHash('sha256').update(text).digest('hex')}`;
}

function freePort(): Promise<number> {
  return new Promise(resolve => {
    const server = net.createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as net.AddressInfo;
      server.close(() => resolve(port));
    });
  });
}
