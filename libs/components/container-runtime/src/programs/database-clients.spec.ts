import { builtInCatalogue } from '@klockwork/images';
import { describe, expect, test } from 'vitest';
import { DescribedContainer } from '../testing/described-container.ts';

/** Line that the kubelet writes. */
const HOSTS = 'echo "10.244.3.2 web" > /etc/hosts';
const PASSWORDS = { POSTGRES_PASSWORD: 'x', MYSQL_ALLOW_EMPTY_PASSWORD: '1' };

/** Output of a command and its exit code, in a container whose server runs unless `args` say otherwise. */
async function ran(image: string, command: string, args: string[] = []): Promise<string> {
  const app = await new DescribedContainer({ catalogue: builtInCatalogue(), image }).start({ args, env: PASSWORDS });
  return app.exec('sh', '-c', `( ${command} ); echo "code $?"`);
}

describe('a database client', () => {
  test.each<[string, string, string]>([
    ['mysql:5.7', 'mysql -h 127.0.0.1 -e "SELECT 1"', '1\n1\ncode 0\n'],
    ['mysql:8.0', "mysql -uroot -px -Nse 'select 42;'", '42\ncode 0\n'],
    ['mysql:8.0', "printf 'SELECT 1;\\nSELECT 2;\\n' | mysql", '1\n1\n2\n2\ncode 0\n'],
    ['mariadb:11', 'mariadb -h127.0.0.1 -P 3306 --execute="SELECT 7"', '7\n7\ncode 0\n'],
    ['mysql:5.7', 'mysqladmin ping', 'mysqld is alive\ncode 0\n'],
    ['mysql:5.7', 'mysqladmin -h 127.0.0.1 -uroot -px ping', 'mysqld is alive\ncode 0\n'],
    ['mariadb:11', 'mariadb-admin ping', 'mysqld is alive\ncode 0\n'],
    ['postgres:16', 'psql -U postgres -c "SELECT 12"', ' ?column? \n----------\n       12\n(1 row)\n\ncode 0\n'],
    ['postgres:16', 'psql -h localhost -U postgres -tAc "select 1;"', '1\ncode 0\n'],
    ['postgres:16', 'psql -Upostgres -t -c "SELECT 1"', '        1\n\ncode 0\n'],
    ['postgres:16', 'psql -V', 'psql (PostgreSQL) 16.11\ncode 0\n'],
    [
      'postgres:16',
      'psql -c "SELECT 1"',
      'psql: error: connection to server on socket "/var/run/postgresql/.s.PGSQL.5432" failed: FATAL:  role "root" does not exist\ncode 2\n',
    ],
    [
      'postgres:16',
      'psql -h localhost -c "SELECT 1"',
      'psql: error: connection to server at "localhost" (127.0.0.1), port 5432 failed: FATAL:  role "root" does not exist\ncode 2\n',
    ],
    ['mysql:8.0', 'mysql --version', 'mysql  Ver 8.0.44 for Linux on x86_64 (MySQL Community Server - GPL)\ncode 0\n'],
    ['mysql:8.0', 'mysql -px -e "show databases;"', 'Database\ninformation_schema\nmysql\nperformance_schema\nsys\ncode 0\n'],
    ['mongo:6', `mongosh --quiet --eval "db.adminCommand('ping')"`, '{ ok: 1 }\ncode 0\n'],
    ['mongo:6', 'mongosh localhost:27017/test --eval "db.runCommand({ ping: 1 }).ok"', '1\ncode 0\n'],
    ['mongo:4.4', `mongo --eval "db.adminCommand('ping')"`, '{ "ok" : 1 }\ncode 0\n'],
    ['cassandra:4', 'nodetool drain', 'code 0\n'],
    ['valkey/valkey:8', 'valkey-cli ping', 'PONG\ncode 0\n'],
    ['rabbitmq:3-management', 'rabbitmqctl version', '3.13.7\ncode 0\n'],
    ['rabbitmq:4', 'rabbitmqctl status', 'klockwork: rabbitmqctl: the output of status is not simulated\ncode 0\n'],
    ['rabbitmq:4', 'rabbitmqctl list_queues', 'klockwork: rabbitmqctl: the output of list_queues is not simulated\ncode 0\n'],
    ['rabbitmq:4', 'rabbitmqctl -n rabbit@web await_startup; rabbitmqctl version', '4.2.1\ncode 0\n'],
  ])('a client of %s answers %s', async (image, command, output) => {
    expect(await ran(image, command)).toBe(output);
  });

  test.each<[string, string]>([
    ['mysql -uroot -psecret -e "SELECT 1"', '1\n1\ncode 0\n'],
    ['MYSQL_PWD=secret mysql -h 127.0.0.1 -e "SELECT 1"', '1\n1\ncode 0\n'],
    ['mysql --user=app --password=own -Ne "SELECT 1"', '1\ncode 0\n'],
    ['mysql -uroot -pwrong -e "SELECT 1"', "ERROR 1045 (28000): Access denied for user 'root'@'localhost' (using password: YES)\ncode 1\n"],
    ['mysql -e "SELECT 1"', "ERROR 1045 (28000): Access denied for user 'root'@'localhost' (using password: NO)\ncode 1\n"],
    ['mysql -u app -psecret -e "SELECT 1"', "ERROR 1045 (28000): Access denied for user 'app'@'localhost' (using password: YES)\ncode 1\n"],
    ['mysqladmin ping', 'mysqld is alive\ncode 0\n'],
  ])('a server of MySQL checks the password of %s', async (command, output) => {
    const env = { MYSQL_ROOT_PASSWORD: 'secret', MYSQL_USER: 'app', MYSQL_PASSWORD: 'own' };
    const app = await new DescribedContainer({ catalogue: builtInCatalogue(), image: 'mysql:8.0' }).start({ env });
    expect(await app.exec('sh', '-c', `( ${command} ); echo "code $?"`)).toBe(output);
  });

  test.each([
    ['rabbitmqctl -q', ''],
    ['rabbitmqctl nonsense', "\nCommand 'nonsense' not found. \n"],
  ])('`%s` is no command of RabbitMQ', async (command, message) => {
    const usage = '\nUsage\n\nrabbitmqctl [--node <node>] [--timeout <timeout>] [--longnames] [--quiet] <command> [<command options>]\n';
    expect(await ran('rabbitmq:4', command)).toBe(`${message}${usage}code 64\n`);
  });

  const NO_MYSQL = 'is not simulated: MySQL has no data\ncode 1\n';
  const NO_POSTGRES = 'is not simulated: PostgreSQL has no data\ncode 1\n';
  const NO_MONGO = 'is not simulated: MongoDB has no data\ncode 1\n';
  const NO_CASSANDRA = 'is not simulated: Cassandra has no data\ncode 1\n';
  test.each<[string, string, string]>([
    ['mysql:5.7', 'mysql -h 127.0.0.1 -e "CREATE DATABASE test"', `ERROR 1235 (42000): klockwork: CREATE ${NO_MYSQL}`],
    ['mysql:5.7', 'mysql -e "SELECT 1; SELECT NOW()"', `1\n1\nERROR 1235 (42000): klockwork: SELECT NOW() ${NO_MYSQL}`],
    ['mysql:5.7', 'mysql -e "SELECT @@server_id"', `ERROR 1235 (42000): klockwork: SELECT @@server_id ${NO_MYSQL}`],
    ['mariadb:11', 'mariadb -e "SHOW TABLES"', 'ERROR 1235 (42000): klockwork: SHOW is not simulated: MariaDB has no data\ncode 1\n'],
    ['mysql:5.7', 'mysqladmin status', `mysqladmin: klockwork: status ${NO_MYSQL}`],
    ['postgres:16', 'PGUSER=postgres psql -c "SELECT version()"', `ERROR:  klockwork: SELECT version() ${NO_POSTGRES}`],
    ['postgres:16', "psql -U postgres -c '\\l'", `ERROR:  klockwork: \\l ${NO_POSTGRES}`],
    ['mongo:6', 'mongosh --eval "db.guests.find()"', `klockwork: mongosh: db.guests.find() ${NO_MONGO}`],
    ['mongo:4.4', 'mongo --eval "rs.status()"', `klockwork: mongo: rs.status() ${NO_MONGO}`],
    ['cassandra:4', 'nodetool info', `nodetool: klockwork: info ${NO_CASSANDRA}`],
    ['cassandra:4', 'cqlsh -e "DESCRIBE KEYSPACES"', `cqlsh: klockwork: DESCRIBE ${NO_CASSANDRA}`],
    ['valkey/valkey:8', 'valkey-cli ZADD a 1 b', 'klockwork: ZADD is not simulated\ncode 1\n'],
  ])('a client of %s fails for %s', async (image, command, output) => {
    expect(await ran(image, command)).toBe(output);
  });

  test.each<[string, string, string]>([
    [
      'mysql:5.7',
      'mysql -h 127.0.0.1 -e "SELECT 1"',
      "ERROR 2003 (HY000): Can't connect to MySQL server on '127.0.0.1:3306' (111)\ncode 1\n",
    ],
    [
      'mysql:5.7',
      'mysqladmin ping',
      "mysqladmin: connect to server at 'localhost' failed\nerror: 'Can't connect to MySQL server on 'localhost:3306' (111)'\ncode 1\n",
    ],
    [
      'postgres:16',
      'psql -c "SELECT 1"',
      'psql: error: connection to server at "localhost", port 5432 failed: Connection refused\ncode 2\n',
    ],
    ['redis:7', 'redis-cli ping', 'Could not connect to Redis at 127.0.0.1:6379: Connection refused\ncode 1\n'],
    ['redis:7', 'redis-cli -h nosuch ping', 'Could not connect to Redis at nosuch:6379: Temporary failure in name resolution\ncode 1\n'],
    ['mongo:6', `mongosh --eval "db.adminCommand('ping')"`, 'MongoNetworkError: connect ECONNREFUSED 127.0.0.1:27017\ncode 1\n'],
    [
      'cassandra:4',
      'nodetool status',
      "nodetool: Failed to connect to '127.0.0.1:7199' - ConnectException: 'Connection refused'.\ncode 1\n",
    ],
  ])('a client of %s without a server cannot run %s', async (image, command, output) => {
    expect(await ran(image, command, ['sleep', '3600'])).toBe(output);
  });

  test('mysql reads the id of its own server from the configuration that mysql-statefulset.yaml writes', async () => {
    const configure = 'mkdir -p /etc/mysql/conf.d; printf "[mysqld]\\nserver-id=102\\n" > /etc/mysql/conf.d/server-id.cnf';
    expect(await ran('mysql:5.7', `${configure}; mysql -h 127.0.0.1 -e "SELECT @@server_id"`)).toBe('@@server_id\n102\ncode 0\n');
  });

  test.each(['cassandra:4', 'gcr.io/google-samples/cassandra:v13'])('nodetool of %s shows its own node', async (image) => {
    const output = await ran(image, `${HOSTS}; CASSANDRA_DC=DC1-K8Demo nodetool status`);
    expect(output.split('\n')).toEqual([
      'Datacenter: DC1-K8Demo',
      '======================',
      'Status=Up/Down',
      '|/ State=Normal/Leaving/Joining/Moving',
      '--  Address          Load  Tokens  Owns  Host ID  Rack',
      'UN  10.244.3.2       ?     ?       ?     ?        rack1',
      'klockwork: nodetool: other nodes, load and tokens are not simulated',
      'code 0',
      '',
    ]);
  });
});

test.each<[string, string, string]>([
  ['python:3.12', 'python nosuch.py', "python: can't open file '/nosuch.py': [Errno 2] No such file or directory\n2\n"],
  ['node:22', 'cd /tmp; node nosuch.js', "Error: Cannot find module '/tmp/nosuch.js'\n1\n"],
  ['eclipse-temurin:21', 'java -jar nosuch.jar', 'Error: Unable to access jarfile nosuch.jar\n1\n'],
  ['memcached:1.6', 'memcached -V', 'memcached 1.6.39\n0\n'],
  ['httpd:2.4', 'httpd -t', 'Syntax OK\n0\n'],
  ['httpd:2.4', 'apachectl configtest', 'Syntax OK\n0\n'],
  ['eclipse-temurin:21', 'java Main', 'Error: Could not find or load main class Main\n1\n'],
])('a program of %s ends like the real one: %s', async (image, command, output) => {
  const app = await new DescribedContainer({ catalogue: builtInCatalogue(), image }).start({ command: ['sleep', '3600'] });
  expect(await app.exec('sh', '-c', `${command}; echo $?`)).toBe(output);
});

test.each<[string, string, string]>([
  ['python:3.12', 'python -c "print(1)"', 'python'],
  ['python:3.12', 'echo 1 > a.py; python a.py', 'python'],
  ['node:22', 'node -e 1', 'node'],
])('an interpreter of %s does not run %s', async (image, command, name) => {
  const app = await new DescribedContainer({ catalogue: builtInCatalogue(), image }).start({ command: ['sleep', '3600'] });
  expect(await app.exec('sh', '-c', command)).toBe(
    `klockwork: ${name} is not simulated: describe the program in an Image, or in the annotation klockwork.dev/<container>.behavior\n`,
  );
});
