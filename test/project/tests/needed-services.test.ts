import { NodejsDockerfile, Gate, NodejsProject, Service } from '../../../lib';
import { smallService } from '../../temporary';

const COMPOSE = 'services:\n  db:\n    image: postgres:17-alpine\n  cache:\n    image: "redis:8"\n';

function project(files: Record<string, unknown>, manifest: object = {}): NodejsProject {
  return NodejsProject.fromDirectory(smallService({
    'package.json': { name: 'small', version: '1.0.0', scripts: { start: 'node server.js', test: 'node --test' }, dependencies: { pg: '8.0.0' }, ...manifest },
    'db.js': 'exports.query = () => require("pg");\n',
    'test/db.test.js': 'require("node:test").test("a", () => require("../db").query());\n',
    ...files,
  }));
}

const hints = (of: NodejsProject) => of._testFlaws({ script: 'test' }).filter(({ id }) => id === 'gate-lacks-service').map(({ message }) => message);

test.each<[string, Record<string, unknown>, object, RegExp]>([
  ['a Compose file', { 'docker-compose.yml': COMPOSE }, {}, /docker-compose\.yml has PostgreSQL, and test\/db\.test\.js loads "pg"; .*Service\.postgres\(\)/],
  ['an image of another registry', { 'compose.test.yaml': 'services:\n  db:\n    image: docker.io/pgvector/pgvector:pg17\n' }, {}, /Service\.postgres\(\)/],
  ['an example of variables', { '.env.example': 'DATABASE_URL=postgres://a:b@localhost/c\n' }, {}, /\.env\.example has an address of PostgreSQL/],
  ['a schema of Prisma', { 'prisma/schema.prisma': 'datasource db {\n  provider = "mysql"\n}\n', 'db.js': 'const { PrismaClient } = require("@prisma/client");' }, { dependencies: { '@prisma/client': '6.0.0' } }, /prisma\/schema\.prisma is for MySQL, .*Service\.mysql\(\)/],
  ['a mapper', { 'docker-compose.yml': COMPOSE, 'db.js': 'import { DataSource } from "typeorm";' }, { dependencies: { pg: '8.0.0', typeorm: '0.3.0' } }, /Service\.postgres\(\)/],
  [
    'a script that seeds before tests of which no runner is known', { 'docker-compose.yml': COMPOSE, 'scripts/seed.js': 'require("pg");', 'test/db.test.js': '' },
    { scripts: { start: 'node server.js', test: 'npm run seed && run-them', seed: 'node --env-file=.env ./scripts/seed.js' } },
    /and scripts\/seed\.js loads "pg"; .*Service\.postgres\(\)/,
  ],
  ['what is below its client', { 'compose.yml': 'services: { db: {\n image: mysql:8.4\n} }', 'db.js': 'import { createPool } from "mysql2/promise";' }, { dependencies: { mysql2: '3.0.0' } }, /has MySQL, .*Service\.mysql\(\)/],
  ['Redis', { 'docker-compose.yml': COMPOSE, 'db.js': 'import Redis from "ioredis";' }, { dependencies: { ioredis: '5.0.0' } }, /has Redis, .*Service\.redis\(\)/],
])('%s', (_, files, manifest, message) => {
  expect(hints(project(files, manifest))).toEqual([expect.stringMatching(message)]);
});

test.each<[string, Record<string, unknown>, object]>([
  ['nothing says that there is one', {}, {}],
  ['the client is no dependency', { 'docker-compose.yml': COMPOSE }, { dependencies: {} }],
  ['no test loads it', { 'docker-compose.yml': COMPOSE, 'test/db.test.js': 'require("node:test").test("a", () => {});' }, {}],
  ['the tests have something in its place', { 'docker-compose.yml': COMPOSE }, { devDependencies: { 'pg-mem': '3.0.0' } }],
  ['the test mocks it', { 'docker-compose.yml': COMPOSE, 'test/db.test.js': 'jest.mock("pg");\nrequire("../db");' }, {}],
  ['the test mocks what is below it', { 'docker-compose.yml': COMPOSE, 'test/db.test.js': 'jest.mock("pg/lib/client");\nrequire("../db");' }, {}],
  ['the test mocks what loads it', { 'docker-compose.yml': COMPOSE, 'test/db.test.js': 'vi.mock("../db");\nrequire("../db");' }, {}],
  ['the script runs no test', { 'docker-compose.yml': COMPOSE }, { scripts: { start: 'node server.js', test: 'eslint .' } }],
])('none: %s', (_, files, manifest) => {
  expect(hints(project(files, manifest))).toEqual([]);
});

test('a gate that has services needs no hint', () => {
  const of = project({ 'docker-compose.yml': COMPOSE });
  const ids = (services: Service[]) => NodejsDockerfile.fromProject(of, { gates: [Gate.script('test', { services })] }).warnings.map(({ id }) => id);
  expect(ids([])).toContain('gate-lacks-service');
  expect(ids([Service.postgres()])).not.toContain('gate-lacks-service');
});

test('tests that start containers are told, unless a script divides them from the others', () => {
  const files = { 'test/db.test.js': 'const { GenericContainer } = require("testcontainers");\nrequire("node:test").test("a", () => {});' };
  const told = (manifest: object, more: Record<string, unknown> = files) => project(more, manifest)._testFlaws({ script: 'test' }).filter(({ id }) => id === 'gate-needs-docker');
  const devDependencies = { testcontainers: '11.0.0' };
  expect(told({ devDependencies })).toEqual([{ id: 'gate-needs-docker', message: expect.stringMatching(/^test\/db\.test\.js starts containers by "testcontainers", and there is no Docker inside of a build: .*Service\.postgres\(\)/) }]);
  expect(told({ devDependencies, scripts: { 'start': 'node server.js', 'test': 'node --test', 'test:integration': 'node --test test' } })).toEqual([]);
  expect(told({ devDependencies, scripts: { start: 'node server.js', test: 'eslint .' } })).toEqual([]);
  expect(told({ devDependencies }, {})).toEqual([]);
  expect(told({})).toEqual([]);
});
