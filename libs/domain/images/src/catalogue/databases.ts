import type { ImageDescription, ProgramDescription } from '../description/image-description.ts';
import { releases, tagged } from './tags.ts';

const ENTRYPOINT = { 'docker-entrypoint.sh': { runsArguments: true } };

const REDIS: ProgramDescription = {
  cpu: { base: '2m' },
  memory: { base: '8Mi' },
  listens: [{ port: 6379, protocol: 'TCP' }],
  output: [
    '1:C {{now:redis}} * oO0OoO0OoO0Oo Redis is starting oO0OoO0OoO0Oo',
    '1:C {{now:redis}} * Redis version={{version}}, bits=64, commit=00000000, modified=0, pid=1, just started',
    '1:C {{now:redis}} # Warning: no config file specified, using the default config. In order to specify a config file use redis-server /path/to/redis.conf',
    '1:M {{now:redis}} * monotonic clock: POSIX clock_gettime',
    '1:M {{now:redis}} * Running mode=standalone, port=6379.',
    '1:M {{now:redis}} * Server initialized',
    '1:M {{now:redis}} * Ready to accept connections tcp',
  ],
  signals: {
    TERM: {
      output: [
        '1:signal-handler ({{now:epoch}}) Received SIGTERM scheduling shutdown...',
        '1:M {{now:redis}} * User requested shutdown...',
        '1:M {{now:redis}} # Redis is now ready to exit, bye bye...',
      ],
    },
  },
};

const POSTGRES: ProgramDescription = {
  cpu: { base: '1m' },
  memory: { base: '24Mi' },
  listens: [{ port: 5432, protocol: 'TCP' }],
  output: [
    '{{now:postgres}} [1] LOG:  starting PostgreSQL {{version}} on x86_64-pc-linux-gnu, compiled by gcc, 64-bit',
    '{{now:postgres}} [1] LOG:  listening on IPv4 address "0.0.0.0", port 5432',
    '{{now:postgres}} [1] LOG:  listening on Unix socket "/var/run/postgresql/.s.PGSQL.5432"',
    '{{now:postgres}} [1] LOG:  database system is ready to accept connections',
  ],
  signals: {
    TERM: {
      output: ['{{now:postgres}} [1] LOG:  received fast shutdown request', '{{now:postgres}} [1] LOG:  database system is shut down'],
    },
  },
};

function mysqlLike(server: string, product: string): ProgramDescription {
  return {
    cpu: { base: '4m' },
    memory: { base: '96Mi' },
    listens: [{ port: 3306, protocol: 'TCP' }],
    output: [
      `{{now:rfc3339}} 0 [System] [Server] ${server} (${product} {{version}}) starting as process 1`,
      `{{now:rfc3339}} 0 [System] [Server] ${server}: ready for connections. Version: '{{version}}'  socket: '/var/run/mysqld/mysqld.sock'  port: 3306`,
    ],
    signals: { TERM: { output: [`{{now:rfc3339}} 0 [System] [Server] ${server}: Shutdown complete.`] } },
  };
}

const MONGO: ProgramDescription = {
  cpu: { base: '6m' },
  memory: { base: '90Mi' },
  listens: [{ port: 27017, protocol: 'TCP' }],
  output: [
    '{"t":{"$date":"{{now:rfc3339}}"},"s":"I",  "c":"CONTROL",  "id":4615611, "ctx":"initandlisten","msg":"MongoDB starting","attr":{"pid":1,"port":27017,"dbPath":"/data/db"}}',
    '{"t":{"$date":"{{now:rfc3339}}"},"s":"I",  "c":"NETWORK",  "id":23016,   "ctx":"listener","msg":"Waiting for connections","attr":{"port":27017,"ssl":"off"}}',
  ],
  signals: { TERM: {} },
};

/** Stores that keep running until they are told to stop. */
export const DATABASES: readonly ImageDescription[] = [
  {
    repository: 'docker.io/library/redis',
    ...tagged(
      ...releases(
        { major: 8, first: 0, last: 4 },
        { major: 7, first: 0, last: 4 },
        { major: 6, first: 0, last: 2 },
        { major: 5, first: 0, last: 0 },
        { major: 4, first: 0, last: 0 },
        { major: 3, first: 0, last: 2 },
      ),
    ),
    size: '45006921',
    entrypoint: ['docker-entrypoint.sh'],
    command: ['redis-server'],
    tools: 'gnu',
    programs: { ...ENTRYPOINT, 'redis-server': REDIS, 'redis-cli': { output: ['PONG'], exits: { code: 0 } } },
  },
  {
    repository: 'docker.io/library/postgres',
    ...tagged('{10..18}', '{10..18}.{0..99}', '9.{0..6}', '9.{0..6}.{0..99}'),
    size: '160432128',
    entrypoint: ['docker-entrypoint.sh'],
    command: ['postgres'],
    environment: { PGDATA: '/var/lib/postgresql/data' },
    tools: 'gnu',
    programs: {
      ...ENTRYPOINT,
      postgres: POSTGRES,
      pg_isready: { output: ['/var/run/postgresql:5432 - accepting connections'], exits: { code: 0 } },
    },
  },
  {
    repository: 'docker.io/library/mysql',
    ...tagged(
      'lts',
      'innovation',
      ...releases({ major: 9, first: 0, last: 5 }, { major: 8, first: 0, last: 4 }, { major: 5, first: 5, last: 7 }),
    ),
    size: '242614272',
    entrypoint: ['docker-entrypoint.sh'],
    command: ['mysqld'],
    tools: 'gnu',
    programs: { ...ENTRYPOINT, mysqld: mysqlLike('/usr/sbin/mysqld', 'mysqld') },
  },
  {
    repository: 'docker.io/library/mariadb',
    ...tagged('lts', ...releases({ major: 12, first: 0, last: 1 }, { major: 11, first: 0, last: 8 }, { major: 10, first: 0, last: 11 })),
    size: '126353408',
    entrypoint: ['docker-entrypoint.sh'],
    command: ['mariadbd'],
    tools: 'gnu',
    programs: { ...ENTRYPOINT, mariadbd: mysqlLike('mariadbd', 'server'), mysqld: mysqlLike('mysqld', 'server') },
  },
  {
    repository: 'docker.io/library/mongo',
    ...tagged('[3-8]', '[3-8].{0..6}', '[3-8].{0..6}.{0..99}'),
    size: '298844160',
    entrypoint: ['docker-entrypoint.sh'],
    command: ['mongod'],
    tools: 'gnu',
    programs: { ...ENTRYPOINT, mongod: MONGO },
  },
];
