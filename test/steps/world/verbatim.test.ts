import * as http from 'http';
import * as net from 'net';
import { nextTaskDefinition } from '../../../lib/steps/deploy/task-definition';
import { sdk } from '../../../lib/steps/world/sdk';
import { WayOut } from '../../../lib/steps/world/way-out';

/** As ECS may answer one day: with settings that no SDK of today knows. */
const DEFINITION = {
  family: 'api', registeredAt: 1.7e9, status: 'ACTIVE', settingOfTomorrow: { drain: true },
  containerDefinitions: [{ name: 'api', image: 'api:1', memory: 512, settingOfTomorrow: [1, 'ü'] }],
};

const before = { ...process.env };
const received: { target: string; length?: string; body: any }[] = [];
let server: http.Server;

beforeAll(async () => {
  server = http.createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', chunk => chunks.push(chunk)).on('end', () => {
      const target = String(request.headers['x-amz-target']).split('.')[1];
      received.push({ target, length: request.headers['content-length'], body: JSON.parse(Buffer.concat(chunks).toString()) });
      const refused = target === 'RegisterTaskDefinition' && received.at(-1)!.body.family === 'refused';
      response.writeHead(refused ? 400 : 200, { 'content-type': 'application/x-amz-json-1.1' });
      response.end(JSON.stringify(refused ? { __type: 'ClientException', message: 'no such role' } : { taskDefinition: DEFINITION }));
    });
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: `http://127.0.0.1:${(server.address() as net.AddressInfo).port}`, AWS_ACCESS_KEY_ID: 'key', AWS_SECRET_ACCESS_KEY: 'secret',
  });
});

afterAll(() => {
  process.env = before;
  server.close();
});

test('a task definition comes back with all that it had, also what the SDK does not know', async () => {
  const aws = sdk({ AWS_REGION: 'eu-central-1' }, new WayOut({}));
  const described = await aws.call('ecs', 'DescribeTaskDefinition', { taskDefinition: 'api', include: ['TAGS'] });
  await aws.call('ecs', 'RegisterTaskDefinition', nextTaskDefinition(described, 'api', 'api:2'));

  const [asked, registered] = received;
  expect(asked).toMatchObject({ target: 'DescribeTaskDefinition', body: { taskDefinition: 'api', include: ['TAGS'] } });
  expect(registered).toEqual({
    target: 'RegisterTaskDefinition',
    length: String(Buffer.byteLength(JSON.stringify(registered.body))),
    body: { family: 'api', settingOfTomorrow: { drain: true }, containerDefinitions: [{ ...DEFINITION.containerDefinitions[0], image: 'api:2' }] },
  });
});

test('what ECS refuses is told by its code', async () => {
  const refused = sdk({ AWS_REGION: 'eu-central-1' }, new WayOut({})).call('ecs', 'RegisterTaskDefinition', { family: 'refused' });

  await expect(refused).rejects.toMatchObject({ code: 'ClientException', message: 'no such role', mayPass: false });
});
