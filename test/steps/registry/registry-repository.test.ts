import { join } from 'path';
import { authorizationFor } from '../../../lib/steps/registry/authorization';
import { RegistryRepository } from '../../../lib/steps/registry/registry-repository';
import { directoryWith } from '../../temporary';
import { fakeWorld } from '../world';
import { FakeRegistry, sha256 } from './fake-registry';

const HOST = '123456789012.dkr.ecr.eu-central-1.amazonaws.com';
const URI = `${HOST}/team/api`;
const BASE = `https://${HOST}/v2/team/api`;

function repository(registry = new FakeRegistry(), variables: Record<string, string> = {}) {
  return { registry, repository: new RegistryRepository(fakeWorld({ fetch: registry.fetch, variables }), URI) };
}

describe('a blob', () => {
  test('is sent in three steps, wherever the registry leads', async () => {
    const { registry, repository: to } = repository();

    expect(await to.pushBlob(Buffer.from('text'))).toBe(sha256('text'));
    expect(registry.asked.map(({ method, url }) => `${method} ${url}`)).toEqual([
      `HEAD ${BASE}/blobs/${sha256('text')}`, `POST ${BASE}/blobs/uploads/`, `PATCH ${BASE}/blobs/uploads/1?state=a`,
      `PUT ${BASE}/blobs/uploads/1?state=b&digest=${sha256('text')}`,
    ]);
    expect((await to.blob(sha256('text'))).body.toString()).toBe('text');
  });

  test('that is there is not sent', async () => {
    const { registry, repository: to } = repository();
    registry.addBlob(URI, 'text');
    await to.pushBlob(Buffer.from('text'));

    expect(registry.asked.map(({ method }) => method)).toEqual(['HEAD']);
  });

  test.each([['POST', `cannot begin an upload to ${URI}`], ['PATCH', `cannot upload to ${URI}`], ['PUT', `cannot end an upload to ${URI}`]])('that is refused at %s is told', async (on, reason) => {
    const { registry, repository: to } = repository();
    registry.faults.push({ on, statuses: [403] });

    await expect(to.pushBlob(Buffer.from('text'))).rejects.toMatchObject({ reason: `${reason}: the registry answered 403`, detail: 'a fault' });
  });
});

test('a name is a part of the address, whatever it holds', async () => {
  const registry = new FakeRegistry();
  await new RegistryRepository(fakeWorld({ fetch: registry.fetch }), `${HOST}/a b?#é/\n`).blob('sha256:1');

  expect(registry.asked.map(({ url }) => url)).toEqual([`https://${HOST}/v2/a%20b%3F%23%C3%A9/%0A/blobs/sha256:1`]);
});

describe('the login', () => {
  const config = (content: string) => ({ DOCKER_CONFIG: directoryWith({ 'config.json': content }) });

  test('is the one docker has for the host', async () => {
    const { registry, repository: from } = repository(new FakeRegistry(), config(JSON.stringify({ auths: { [HOST]: { auth: 'QVdTOjE=' } } })));
    await from.manifest('latest');

    expect(registry.asked.map(({ authorization }) => authorization)).toEqual(['Basic QVdTOjE=']);
  });

  test('is that of the home where docker has no directory of its own', () => {
    const HOME = directoryWith({ '.docker/config.json': JSON.stringify({ auths: { [HOST]: { auth: 'QVdTOjE=' } } }) });

    expect(authorizationFor(fakeWorld({ variables: { HOME } }), HOST)).toBe('Basic QVdTOjE=');
  });

  test.each(['{}', '', '[', '{"auths":{}}', JSON.stringify({ auths: { [HOST]: {} } }), JSON.stringify({ auths: { [HOST]: { auth: '' } } }), JSON.stringify({ auths: { other: { auth: 'x' } } })])('is none in %j', content => {
    expect(authorizationFor(fakeWorld({ variables: config(content) }), HOST)).toBeUndefined();
  });

  test('is none without a file', () => {
    expect(authorizationFor(fakeWorld({ variables: { DOCKER_CONFIG: join(directoryWith({}), 'none') } }), HOST)).toBeUndefined();
  });
});
