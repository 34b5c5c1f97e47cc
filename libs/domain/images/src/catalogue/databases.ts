import type { ImageDescription, ProgramDescription, RequirementDescription } from '../description/image-description.ts';
import { MONGO_SHELL, MONGOSH } from './document-clients.ts';
import { entrypoint, versioned } from './parts.ts';
import { REDIS } from './redis.ts';
import { MARIADB_ADMIN, MARIADB_CLIENT, MYSQL_ADMIN, MYSQL_CLIENT, PSQL_CLIENT } from './sql-clients.ts';
import { releases, tagged, versions } from './tags.ts';

const POSTGRES: ProgramDescription = {
  cpu: { base: '1m' },
  memory: { base: '24Mi' },
  listens: [{ port: 5432, portFrom: ['-p', '--port'], protocol: 'TCP' }],
  output: [
    '{{now:postgres}} [1] LOG:  starting PostgreSQL {{version}} (Debian {{version}}-1.pgdg13+1) on x86_64-pc-linux-gnu, compiled by gcc (Debian 14.2.0-19) 14.2.0, 64-bit',
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

const SQL = {
  cpu: { base: '4m' },
  memory: { base: '96Mi' },
  listens: [{ port: 3306, portFrom: ['--port', '-P'], protocol: 'TCP' }],
} as const;

const MYSQL: ProgramDescription = {
  ...SQL,
  output: [
    '{{now:rfc3339}} 0 [System] [MY-010116] [Server] /usr/sbin/mysqld (mysqld {{version}}) starting as process 1',
    '{{now:rfc3339}} 1 [System] [MY-013576] [InnoDB] InnoDB initialization has started.',
    '{{now:rfc3339}} 1 [System] [MY-013577] [InnoDB] InnoDB initialization has ended.',
    "{{now:rfc3339}} 0 [System] [MY-010931] [Server] /usr/sbin/mysqld: ready for connections. Version: '{{version}}'  socket: '/var/run/mysqld/mysqld.sock'  port: {{value:--port -P '3306'}}  MySQL Community Server - GPL.",
  ],
  signals: {
    TERM: {
      output: [
        '{{now:rfc3339}} 0 [System] [MY-013172] [Server] Received SHUTDOWN from user <via user signal>. Shutting down mysqld (Version: {{version}}).',
        '{{now:rfc3339}} 0 [System] [MY-010910] [Server] /usr/sbin/mysqld: Shutdown complete (mysqld {{version}})  MySQL Community Server - GPL.',
      ],
    },
  },
};

function mariadb(server: string): ProgramDescription {
  return {
    ...SQL,
    output: [
      `{{now:mariadb}} 0 [Note] Starting MariaDB {{version}}-MariaDB-ubu2404 source revision  server_uid  as process 1`,
      "{{now:mariadb}} 0 [Note] Server socket created on IP: '0.0.0.0', port: '{{value:--port -P '3306'}}'.",
      `{{now:mariadb}} 0 [Note] ${server}: ready for connections.`,
      "Version: '{{version}}-MariaDB-ubu2404'  socket: '/run/mysqld/mysqld.sock'  port: {{value:--port -P '3306'}}  mariadb.org binary distribution",
    ],
    signals: { TERM: { output: [`{{now:mariadb}} 0 [Note] ${server}: Shutdown complete`] } },
  };
}

/** Lines that both entrypoint scripts write before they refuse to start. */
const STARTED = (product: string, version: string) => [
  `{{now:entrypoint}} [Note] [Entrypoint]: Entrypoint script for ${product} Server ${version} started.`,
  "{{now:entrypoint}} [Note] [Entrypoint]: Switching to dedicated user 'mysql'",
  `{{now:entrypoint}} [Note] [Entrypoint]: Entrypoint script for ${product} Server ${version} started.`,
  '{{now:entrypoint}} [ERROR] [Entrypoint]: Database is uninitialized and password option is not specified',
];
const SQL_HELP = ['--help', '-?', '--print-defaults', '-V', '--version'];
const withFiles = (...names: string[]) => names.flatMap((name) => [name, `${name}_FILE`]);

const MYSQL_PASSWORD: RequirementDescription = {
  program: 'mysqld',
  anyOf: [...withFiles('MYSQL_ROOT_PASSWORD'), 'MYSQL_ALLOW_EMPTY_PASSWORD', 'MYSQL_RANDOM_ROOT_PASSWORD'],
  unless: SQL_HELP,
  output: [
    ...STARTED('MySQL', '{{version}}-1.el9'),
    '    You need to specify one of the following as an environment variable:',
    '    - MYSQL_ROOT_PASSWORD',
    '    - MYSQL_ALLOW_EMPTY_PASSWORD',
    '    - MYSQL_RANDOM_ROOT_PASSWORD',
  ],
};

const MARIADB_PASSWORD = {
  anyOf: [
    ...withFiles('MARIADB_ROOT_PASSWORD', 'MYSQL_ROOT_PASSWORD', 'MARIADB_ROOT_PASSWORD_HASH'),
    'MARIADB_ALLOW_EMPTY_ROOT_PASSWORD',
    'MYSQL_ALLOW_EMPTY_PASSWORD',
    'MARIADB_RANDOM_ROOT_PASSWORD',
    'MYSQL_RANDOM_ROOT_PASSWORD',
  ],
  unless: SQL_HELP,
  output: [
    ...STARTED('MariaDB', '1:{{version}}+maria~ubu2404'),
    '\tYou need to specify one of MARIADB_ROOT_PASSWORD, MARIADB_ROOT_PASSWORD_HASH, MARIADB_ALLOW_EMPTY_ROOT_PASSWORD and MARIADB_RANDOM_ROOT_PASSWORD',
  ],
} as const;

const POSTGRES_PASSWORD: RequirementDescription = {
  program: 'postgres',
  anyOf: [...withFiles('POSTGRES_PASSWORD'), 'POSTGRES_HOST_AUTH_METHOD=trust'],
  unless: ['-?', '--help', '--describe-config', '-V', '--version'],
  output: [
    'Error: Database is uninitialized and superuser password is not specified.',
    '       You must specify POSTGRES_PASSWORD to a non-empty value for the',
    '       superuser. For example, "-e POSTGRES_PASSWORD=password" on "docker run".',
    '',
    '       You may also use "POSTGRES_HOST_AUTH_METHOD=trust" to allow all',
    '       connections without a password. This is *not* recommended.',
    '',
    '       See PostgreSQL documentation about "trust":',
    '       https://www.postgresql.org/docs/current/auth-trust.html',
  ],
};

const MONGO: ProgramDescription = {
  cpu: { base: '6m' },
  memory: { base: '90Mi' },
  listens: [{ port: 27017, portFrom: ['--port'], protocol: 'TCP' }],
  output: [
    '{"t":{"$date":"{{now:mongo}}"},"s":"I",  "c":"CONTROL",  "id":4615611, "ctx":"initandlisten","msg":"MongoDB starting","attr":{"pid":1,"port":27017,"dbPath":"/data/db","architecture":"64-bit","host":"{{hostname}}"}}',
    '{"t":{"$date":"{{now:mongo}}"},"s":"I",  "c":"NETWORK",  "id":23016,   "ctx":"listener","msg":"Waiting for connections","attr":{"port":27017,"ssl":"off"}}',
  ],
  signals: { TERM: {} },
};

const MARIADB_VERSION = ['mariadbd  Ver {{version}}-MariaDB-ubu2404 for debian-linux-gnu on x86_64 (mariadb.org binary distribution)'];

/** Servers that run until signalled. */
export const DATABASES: readonly ImageDescription[] = [
  ...REDIS,
  {
    repository: 'docker.io/library/postgres',
    ...tagged('{10..18}', '{10..18}.{0..99}', '9.{0..6}', '9.{0..6}.{0..99}'),
    size: '160432128',
    entrypoint: ['docker-entrypoint.sh'],
    command: ['postgres'],
    environment: { PGDATA: '/var/lib/postgresql/data' },
    tools: 'gnu',
    versions: versions([
      '18.1',
      '17.7',
      '16.11',
      '15.15',
      '14.20',
      '13.23',
      '12.22',
      '11.22',
      '10.23',
      '9.6.24',
      '9.5.25',
      '9.4.26',
      '9.3.25',
      '9.2.24',
      '9.1.24',
    ]),
    programs: {
      'docker-entrypoint.sh': entrypoint('postgres', POSTGRES_PASSWORD),
      postgres: versioned(POSTGRES, ['postgres (PostgreSQL) {{version}} (Debian {{version}}-1.pgdg13+1)'], '--version', '-V'),
      psql: PSQL_CLIENT,
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
    versions: versions(['9.5.0', '8.4.7', '8.0.44', '9.4.0', '9.3.0', '9.2.0', '9.1.0', '9.0.1', '5.7.44', '5.6.51', '5.5.62'], {
      lts: '8.4.7',
      8: '8.4.7',
    }),
    programs: {
      'docker-entrypoint.sh': entrypoint('mysqld', MYSQL_PASSWORD),
      mysqld: versioned(MYSQL, ['/usr/sbin/mysqld  Ver {{version}} for Linux on x86_64 (MySQL Community Server - GPL)'], '--version', '-V'),
      mysql: MYSQL_CLIENT,
      mysqladmin: MYSQL_ADMIN,
    },
  },
  {
    repository: 'docker.io/library/mariadb',
    ...tagged('lts', ...releases({ major: 12, first: 0, last: 1 }, { major: 11, first: 0, last: 8 }, { major: 10, first: 0, last: 11 })),
    size: '126353408',
    entrypoint: ['docker-entrypoint.sh'],
    command: ['mariadbd'],
    tools: 'gnu',
    versions: versions(
      [
        '12.1.2',
        '12.0.2',
        '11.8.5',
        '11.7.2',
        '11.6.2',
        '11.5.2',
        '11.4.9',
        '11.3.2',
        '11.2.6',
        '11.1.6',
        '11.0.6',
        '10.11.15',
        '10.6.24',
        '10.5.29',
      ],
      { lts: '11.8.5' },
    ),
    programs: {
      'docker-entrypoint.sh': entrypoint(
        'mariadbd',
        { program: 'mariadbd', ...MARIADB_PASSWORD },
        { program: 'mysqld', ...MARIADB_PASSWORD },
      ),
      mariadbd: versioned(mariadb('mariadbd'), MARIADB_VERSION, '--version', '-V'),
      mysqld: versioned(mariadb('mysqld'), MARIADB_VERSION, '--version', '-V'),
      mariadb: MARIADB_CLIENT,
      mysql: MARIADB_CLIENT,
      'healthcheck.sh': { exits: {} },
      'mariadb-admin': MARIADB_ADMIN,
    },
  },
  {
    repository: 'docker.io/library/mongo',
    ...tagged('[3-8]', '[3-8].{0..6}', '[3-8].{0..6}.{0..99}'),
    size: '298844160',
    entrypoint: ['docker-entrypoint.sh'],
    command: ['mongod'],
    tools: 'gnu',
    versions: versions(['8.2.2', '8.0.16', '7.0.26', '6.0.26', '5.0.31', '4.4.29', '4.2.24', '4.0.28', '3.6.23', '3.4.24']),
    programs: {
      'docker-entrypoint.sh': entrypoint('mongod'),
      mongod: versioned(MONGO, ['db version v{{version}}', 'Build Info: {', '    "version": "{{version}}"', '}']),
      mongosh: MONGOSH,
      mongo: MONGO_SHELL,
    },
  },
];
