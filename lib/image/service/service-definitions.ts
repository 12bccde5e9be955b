import type { Readiness } from '../../programs/service-call';

/** Values that tests need to reach a service. */
export interface ServiceAccess {
  readonly port: number;
  readonly user: string;
  readonly password: string;
  readonly database: string;
}

/** How a service that the library knows is started. */
export interface ServiceDefinition {
  /** The repository of its official image, below the registry. */
  readonly repository: string;
  readonly version: string;
  readonly port: number;
  /** True if it has users and databases; their user where none is given. */
  readonly owner?: string;
  /** The user of its image. */
  readonly user: string;
  readonly directory?: string;
  /** A template. */
  readonly url: string;
  /** By which its clients find it: templates. */
  readonly variables: { readonly [name: string]: string };
  command(access: ServiceAccess): string[];
  /** A script that is run in its image by root, in a stage that the builder keeps. */
  prepare?(access: ServiceAccess): string;
  ready(access: ServiceAccess): Readiness;
}

/** Where a service keeps its data: a directory of an image that is a volume is not kept by every builder. */
const DATA = '/service/data';

/** It forgets everything at the end, so it need not wait for a disk. */
const KEYED = (program: string): Pick<ServiceDefinition, 'version' | 'port' | 'directory' | 'command' | 'ready'> => ({
  version: '8',
  port: 6379,
  directory: '/tmp',
  command: ({ port }) => [program, '--port', String(port), '--bind', '127.0.0.1', '-::1', '--save', '', '--appendonly', 'no', '--dir', '/tmp'],
  ready: () => ({ kind: 'redis' }),
});

/**
 * Users and databases, as statements of a line each; the names are checked before. MariaDB has made a root without a password for
 * each loopback address, and the account of an address goes before that of any: the user is the same from wherever it comes.
 */
const sqlOf = ({ user, password, database }: ServiceAccess) => {
  const accounts = ['%', '127.0.0.1', '::1'].map(host => `'${user}'@'${host}'`);
  const identified = accounts.map(account => `${account} IDENTIFIED BY '${password}'`).join(', ');
  return [
    `CREATE DATABASE IF NOT EXISTS \`${database}\`;`,
    `CREATE USER IF NOT EXISTS ${identified};`,
    `ALTER USER ${identified};`,
    `GRANT ALL PRIVILEGES ON *.* TO ${accounts.join(', ')} WITH GRANT OPTION;`,
  ];
};

const relational = (program: string, prepare: string, ...options: string[]): Pick<ServiceDefinition, 'port' | 'owner' | 'user' | 'command' | 'prepare' | 'ready' | 'url' | 'variables'> => ({
  port: 3306,
  owner: 'root',
  user: 'mysql',
  command: ({ port }) => [program, `--datadir=${DATA}`, `--port=${port}`, '--bind-address=*', '--socket=/tmp/mysql.sock', '--pid-file=/tmp/mysql.pid',
    '--skip-name-resolve', '--innodb-use-native-aio=0', '--innodb-flush-log-at-trx-commit=0', '--innodb-doublewrite=0', '--init-file=/service/init.sql', ...options],
  prepare: access => `mkdir /service && chown mysql /service && printf '%s\\n' ${sqlOf(access).map(line => `"${line.replace(/`/g, '\\`')}"`).join(' ')} > /service/init.sql && ${prepare}`,
  ready: () => ({ kind: 'mysql' }),
  url: 'mysql://{user}:{password}@{host}:{port}/{database}',
  variables: {
    DATABASE_URL: '{url}', MYSQL_HOST: '{host}', MYSQL_PORT: '{port}', MYSQL_TCP_PORT: '{port}', MYSQL_USER: '{user}', MYSQL_PASSWORD: '{password}', MYSQL_DATABASE: '{database}',
  },
});

/**
 * The services by their names. Each is started by its own program and user: the entry points of their images change the user by
 * `gosu`, which looks for itself in `/proc`.
 */
export const SERVICE_DEFINITIONS = {
  // https://github.com/docker-library/postgres/blob/master/docker-entrypoint.sh
  postgres: {
    repository: 'docker/library/postgres',
    version: '17',
    port: 5432,
    owner: 'postgres',
    user: 'postgres',
    directory: '/tmp',
    command: ({ port }) => ['postgres', '-D', DATA, '-c', `port=${port}`, '-c', 'listen_addresses=127.0.0.1,::1', '-c', 'unix_socket_directories=/tmp',
      // the data ends with the gate: nothing has to survive a crash
      '-c', 'fsync=off', '-c', 'synchronous_commit=off', '-c', 'full_page_writes=off'],
    prepare: ({ user, database }) => {
      const create = database === 'postgres' ? '' : ` && echo 'CREATE DATABASE \\"${database}\\"' | postgres --single -D ${DATA} postgres > /dev/null`;
      const init = `initdb --pgdata=${DATA} --username='${user}' --auth=trust --encoding=UTF8 --no-sync > /dev/null`;
      return `mkdir /service && chown postgres /service && su -s /bin/sh postgres -c "PATH='$PATH' && ${init}${create}"`;
    },
    ready: ({ user, database }) => ({ kind: 'postgres', user, database }),
    url: 'postgresql://{user}:{password}@{host}:{port}/{database}',
    variables: {
      DATABASE_URL: '{url}', POSTGRES_URL: '{url}', PGHOST: '{host}', PGPORT: '{port}', PGUSER: '{user}', PGPASSWORD: '{password}', PGDATABASE: '{database}',
    },
  },
  redis: {
    ...KEYED('redis-server'),
    repository: 'docker/library/redis',
    user: 'redis',
    url: 'redis://{host}:{port}',
    variables: { REDIS_URL: '{url}', REDIS_HOST: '{host}', REDIS_PORT: '{port}' },
  },
  valkey: {
    ...KEYED('valkey-server'),
    repository: 'docker/library/valkey',
    user: 'valkey',
    url: 'redis://{host}:{port}',
    variables: { VALKEY_URL: '{url}', VALKEY_HOST: '{host}', VALKEY_PORT: '{port}', REDIS_URL: '{url}', REDIS_HOST: '{host}', REDIS_PORT: '{port}' },
  },
  mysql: {
    ...relational('mysqld', `mysqld --initialize-insecure --user=mysql --datadir=${DATA} --innodb-use-native-aio=0`, '--mysqlx=OFF', '--skip-log-bin'),
    repository: 'docker/library/mysql',
    version: '8.4',
  },
  mariadb: {
    ...relational('mariadbd', `mariadb-install-db --user=mysql --datadir=${DATA} --auth-root-authentication-method=normal --skip-test-db > /dev/null`),
    repository: 'docker/library/mariadb',
    version: '11',
  },
  mongodb: {
    repository: 'docker/library/mongo',
    version: '8',
    port: 27017,
    user: 'mongodb',
    command: ({ port }) => ['mongod', '--dbpath', DATA, '--port', String(port), '--bind_ip', '127.0.0.1', '--nounixsocket'],
    prepare: () => `mkdir -p ${DATA} && chown mongodb ${DATA}`,
    ready: () => ({ kind: 'mongodb' }),
    url: 'mongodb://{host}:{port}/{database}',
    variables: { MONGODB_URI: '{url}', MONGODB_URL: '{url}', MONGO_URI: '{url}', MONGO_URL: '{url}' },
  },
  // https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/DynamoDBLocal.UsageNotes.html
  dynamodb: {
    repository: 'aws-dynamodb-local/aws-dynamodb-local',
    version: 'latest',
    port: 8000,
    user: 'dynamodblocal',
    directory: '/home/dynamodblocal',
    command: ({ port }) => ['java', '-Djava.library.path=./DynamoDBLocal_lib', '-jar', 'DynamoDBLocal.jar', '-inMemory', '-disableTelemetry', '-port', String(port)],
    ready: () => ({ kind: 'http', text: '/' }),
    url: 'http://{host}:{port}',
    variables: { AWS_ENDPOINT_URL_DYNAMODB: '{url}', DYNAMODB_ENDPOINT: '{url}', AWS_REGION: 'us-east-1', AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' },
  },
} satisfies { readonly [name: string]: ServiceDefinition };

/** The name of a service that the library knows. */
export type ServiceKind = keyof typeof SERVICE_DEFINITIONS;
