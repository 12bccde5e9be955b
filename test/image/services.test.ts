import { Duration } from 'aws-cdk-lib';
import { BaseImage, DatabaseServiceOptions, Gate, NodejsDockerfile, NodejsDockerfileOptions, NodejsProject, Service, ServiceProbe, StartGate } from '../../lib';
import { smallService } from '../temporary';

const project = NodejsProject.fromDirectory(smallService());
const dockerfile = (options: NodejsDockerfileOptions) => NodejsDockerfile.fromProject(project, options);
const withServices = (...services: Service[]) => dockerfile({ gates: [Gate.command(['true'], { services })] });

function stage(of: NodejsDockerfile, name: string): string {
  const text = of.render();
  return text.slice(text.search(new RegExp(`^FROM \\S+ AS ${name}$`, 'm'))).split('\n\n')[0];
}

/** What the program of a gate gets. */
function described(of: NodejsDockerfile, gate: string) {
  const file = of.contextFiles.find(({ path }) => path === `image/gate-${gate}-services.json`);
  return file && JSON.parse(Buffer.from(file.contentBase64, 'base64').toString());
}

test('the image of a service is mounted into the gate that has it, and into no other', () => {
  const of = dockerfile({ gates: [Gate.command(['true'], { services: [Service.postgres()] }), Gate.command(['false'])] });

  expect(stage(of, 'gate-true')).toContain('--mount=type=bind,from=service-postgres,source=/,target=/services/postgres,rw');
  expect(stage(of, 'gate-true')).toContain('--network=none');
  expect(stage(of, 'gate-false')).not.toContain('service');
  for (const name of ['gate-start', 'app', 'release', 'gate', 'files']) expect(stage(of, name)).not.toContain('service');
  expect(described(of, 'true')).toEqual([expect.objectContaining({ name: 'postgres', root: '/services/postgres', port: 5432 })]);
  expect(described(of, 'false')).toBeUndefined();
});

test('two gates share the stages of a service, the start gate among them', () => {
  const of = dockerfile({
    gates: ['one', 'two'].map(name => Gate.command(['true'], { name, services: [Service.redis()] })),
    startGate: StartGate.environment({}, { services: [Service.redis(), Service.postgres()] }),
  });

  expect(of.stages.map(({ name }) => name).filter(name => name.startsWith('service'))).toEqual(['services', 'service-redis', 'service-postgres']);
  expect(stage(of, 'gate-start')).toContain('--services=/services.json');
  expect(described(of, 'start').map(({ name }: { name: string }) => name)).toEqual(['redis', 'postgres']);
});

test('nothing of services is there where no gate has one', () => {
  const of = dockerfile({});
  expect(of.render()).not.toContain('service');
  expect(of.contextFiles.map(({ path }) => path).join()).not.toMatch(/enter|services/);
});

test('the image is a build argument, and one of those that a pipeline knows', () => {
  const of = withServices(Service.postgres({ version: '16', name: 'old-one' }));
  expect(of.render()).toContain('FROM ${SERVICE_OLD_ONE_IMAGE:-public.ecr.aws/docker/library/postgres:16} AS service-old-one');
  expect(of.render()).toContain('\nARG SERVICE_OLD_ONE_IMAGE\n');
  expect(of.baseImages).toContain('public.ecr.aws/docker/library/postgres:16');
});

test('the official image comes from the mirror of the base image, and one that is given from where it says', () => {
  const mirror = '123456789012.dkr.ecr.eu-central-1.amazonaws.com/ecr-public';
  const of = dockerfile({ baseImage: BaseImage.debianSlim({ mirror }), gates: [Gate.command(['true'], { services: [Service.redis(), Service.postgres({ image: 'docker.io/pgvector/pgvector:pg17' })] })] });
  expect(of.baseImages).toEqual(expect.arrayContaining([`${mirror}/docker/library/redis:8`, 'docker.io/pgvector/pgvector:pg17']));
});

test.each<[string, Service, string]>([
  ['postgres', Service.postgres(), 'public.ecr.aws/docker/library/postgres:17'],
  ['redis', Service.redis(), 'public.ecr.aws/docker/library/redis:8'],
  ['valkey', Service.valkey(), 'public.ecr.aws/docker/library/valkey:8'],
  ['mysql', Service.mysql(), 'public.ecr.aws/docker/library/mysql:8.4'],
  ['mariadb', Service.mariadb(), 'public.ecr.aws/docker/library/mariadb:11'],
  ['mongodb', Service.mongodb(), 'public.ecr.aws/docker/library/mongo:8'],
  ['dynamodb', Service.dynamodbLocal(), 'public.ecr.aws/aws-dynamodb-local/aws-dynamodb-local:latest'],
])('%s has its image', (name, service, image) => {
  const of = withServices(service);
  expect(service.name).toBe(name);
  expect(of.baseImages).toContain(image);
  expect(described(of, 'true')).toHaveLength(1);
});

test.each<[string, Service, Record<string, string>]>([
  ['postgres', Service.postgres({ database: 'shop', user: 'me', password: 'x', port: 6000 }), { DATABASE_URL: 'postgresql://me:x@127.0.0.1:6000/shop', PGHOST: '127.0.0.1', PGPORT: '6000', PGDATABASE: 'shop', PGUSER: 'me', PGPASSWORD: 'x' }],
  ['mysql', Service.mysql(), { DATABASE_URL: 'mysql://root:root@127.0.0.1:3306/test', MYSQL_HOST: '127.0.0.1' }],
  ['mariadb', Service.mariadb({ user: 'me' }), { DATABASE_URL: 'mysql://me:me@127.0.0.1:3306/test', MYSQL_PASSWORD: 'me' }],
  ['mongodb', Service.mongodb(), { MONGODB_URI: 'mongodb://127.0.0.1:27017/test' }],
  ['redis', Service.redis({ variables: { QUEUE: '{url}/2', REDIS_HOST: '' } }), { QUEUE: 'redis://127.0.0.1:6379/2', REDIS_URL: 'redis://127.0.0.1:6379' }],
  ['dynamodb', Service.dynamodbLocal(), { AWS_ENDPOINT_URL_DYNAMODB: 'http://127.0.0.1:8000' }],
  ['of', Service.of({ image: 'docker.io/library/rabbitmq:4', command: ['rabbitmq-server'], port: 5672, variables: { AMQP_URL: 'amqp://{host}:{port}' } }), { AMQP_URL: 'amqp://127.0.0.1:5672' }],
])('%s gives the tests its address', (_, service, variables) => {
  expect(service.variables).toMatchObject(variables);
  expect(service.variables).not.toHaveProperty('REDIS_HOST');
});

test('the name of a service of your own is that of its image', () => {
  const named = (image: string) => Service.of({ image, command: ['x'], port: 1 }).name;
  expect(named('localhost:5000/a/rabbit_mq:4')).toBe('rabbit-mq');
  expect(named('nats@sha256:0000000000000000000000000000000000000000000000000000000000000000')).toBe('nats');
});

test('what prepares a service is run in its image before there is a gate', () => {
  const of = withServices(Service.of({ name: 'own', image: 'own:1', command: ['own'], port: 1, prepare: ['seed', '$HOME'] }));
  expect(stage(of, 'service-own')).toBe([
    'FROM ${SERVICE_OWN_IMAGE:-own:1} AS service-own',
    'USER 0',
    'RUN --network=none \\\n    --mount=type=bind,from=services,source=/output/enter,target=/output/enter \\\n    ["/output/enter", "--environment", "/service.environment"]',
    'RUN --network=none ["seed", "$HOME"]',
    'USER 65534',
  ].join('\n'));
});

describe('what cannot be is refused', () => {
  test.each<[string, () => unknown, RegExp]>([
    ['a version that is no tag', () => Service.postgres({ version: '17 ' }), /version of service "postgres" must be a tag of its official image such as "17", received "17 "/],
    ['a version and an image', () => Service.redis({ version: '7', image: 'a:7' }), /has both "version" and "image"/],
    ['an image that is none', () => Service.redis({ image: 'a b' }), /an image reference must look like/],
    ['a database with a quote', () => Service.postgres({ database: 'a"b' }), /database of service "postgres" must be letters, digits, "_" and "-", received "a\\"b"/],
    ['a password with a quote', () => Service.mysql({ password: '\'; DROP' }), /password of service "mysql"/],
    ['a user with a dollar', () => Service.postgres({ user: '$(id)' }), /user of service "postgres"/],
    ['a port that is none', () => Service.redis({ port: 0 }), /port of service "redis" must be a whole number from 1 to 65535, received 0/],
    ['no time', () => Service.redis({ startTimeout: Duration.seconds(0) }), /startTimeout of service "redis" must be whole seconds from 1 to 3600, received 0 seconds/],
    ['a name that is none', () => Service.redis({ name: 'My Redis' }), /the name of a service must be lowercase letters, digits and "-", received "My Redis"/],
    ['a variable that stands for nothing', () => Service.redis({ variables: { A: '{hots}' } }), /"\{hots\}" stands for nothing; there are \{host\}, /],
    ['the name of a variable', () => Service.redis({ variables: { 'A B': '' } }), /named "A B"/],
    ['no command', () => Service.of({ image: 'a', command: [], port: 1 }), /"command" of Service.of\(\) must be a program/],
    ['a user', () => Service.of({ image: 'a', command: ['a'], port: 1, user: '-x' }), /user of Service.of\(\)/],
    ['a directory', () => Service.of({ image: 'a', command: ['a'], port: 1, directory: 'a' }), /directory of Service.of\(\)/],
    ['a path of a probe', () => ServiceProbe.http('health'), /must begin with "\/"/],
    ['nothing to look for', () => ServiceProbe.output(''), /must be some of what the service prints/],
    ['an option that is none', () => Service.redis({ database: 'a' } as DatabaseServiceOptions), /there is no prop "database" in ServiceOptions/],
    ['a word in place of a service', () => Gate.script('test', { services: ['postgres:16' as unknown as Service] }), /write Service\.postgres\(\{ version: "16" \}\)/],
    ['two on a port', () => withServices(Service.redis(), Service.valkey()), /both listen on 6379; set "port" of one/],
    ['two of a name', () => withServices(Service.redis(), Service.redis({ port: 1 })), /has two services named "redis"; set the option "name" of one/],
    ['two that give a variable', () => withServices(Service.postgres(), Service.mysql()), /both give the variable DATABASE_URL; take it from one by variables: \{ DATABASE_URL: '' \}/],
    ['one name for two in two gates', () => dockerfile({ gates: ['16', '17'].map(version => Gate.command(['true'], { name: `on-${version}`, services: [Service.postgres({ version })] })) }), /gate "on-17" has a service named "postgres" that is another one/],
  ])('%s', (_, make, message) => {
    expect(make).toThrow(message);
  });
});

test('a gate has no network unless it is to have one', () => {
  const of = dockerfile({ gates: [Gate.command(['a']), Gate.command(['b'], { network: true, services: [Service.redis()] })] });
  expect(stage(of, 'gate-a')).toContain('RUN --network=none');
  expect(stage(of, 'gate-b')).not.toContain('--network');
});
