import { builtInCatalogue } from '@klockwork/images';
import { describe, expect, test } from 'vitest';
import { DescribedContainer } from '../testing/described-container.ts';

const started = (image: string, args: string[] = [], env: Record<string, string> = {}) =>
  new DescribedContainer({ catalogue: builtInCatalogue(), image }).start({ args, env });
const lines = ({ log }: DescribedContainer) => log.map((line) => line.replace(/^\d+ /, ''));

test('the bootcamp program ignores TERM, so that a tutorial sees its pods terminate for 30 s', async () => {
  const app = await (await started('gcr.io/google-samples/kubernetes-bootcamp:v1')).stop();
  await app.advance(29_999);
  expect(app.state).toBe('running');
  await app.advance(1);
  expect(app.state).toBe('exited 137 Error at 30000');
});

describe('redis-cli', () => {
  const CONNECTED = ['-h', 'localhost', '-p', '6379', '-a', 'secret', '--no-auth-warning'];

  const NO_PASSWORD =
    'AUTH failed: ERR AUTH <password> called without any password configured for the default user. Are you sure your configuration is correct?\n';

  test.each<[string, string[], string]>([
    ['redis:7.2', ['ping'], 'PONG\n'],
    ['redis:7.2', [...CONNECTED, 'PING'], `${NO_PASSWORD}PONG\n`],
    ['redis:7.2', ['PING', 'hello there'], 'hello there\n'],
    ['redis:7.2', ['--version'], 'redis-cli 7.2.12\n'],
    ['redis:7.2', ['CONFIG', 'GET', 'MaxMemory'], 'maxmemory\n0\n'],
    ['redis:7.2', ['CONFIG', 'GET', 'nosuch'], 'klockwork: CONFIG GET nosuch is not simulated\n'],
    ['redis:7.2', ['ZADD', 'a', '1', 'b'], 'klockwork: ZADD is not simulated\n'],
    ['redis:7.2', ['nonsense', 'a'], "ERR unknown command 'nonsense', with args beginning with: 'a' \n\n"],
    ['redis:7.2', ['-p', '80', 'PING'], 'Could not connect to Redis at 127.0.0.1:80: Connection refused\n'],
    ['bitnami/redis', ['SET', 'a', '1'], 'OK\n'],
    ['valkey/valkey:8', ['GET', 'a'], '\n'],
  ])('redis-cli of %s sends its command to the server: %j', async (image, args, output) => {
    const app = await started(image, [], { ALLOW_EMPTY_PASSWORD: 'yes' });
    expect(await app.exec(image.startsWith('valkey') ? 'valkey-cli' : 'redis-cli', ...args)).toBe(output);
  });

  test('keys live as long as their server, and end at their time', async () => {
    const app = await started('redis:7');
    const cli = (command: string) => app.exec('redis-cli', ...command.split(' '));
    expect([await cli('SET k v EX 10'), await cli('GET k'), await cli('TTL k'), await cli('INCR n')]).toEqual([
      'OK\n',
      'v\n',
      '10\n',
      '1\n',
    ]);
    await app.advance(9_999);
    expect(await cli('KEYS *')).toBe('k\nn\n');
    await app.advance(1);
    expect([await cli('KEYS *'), await cli('TTL k'), await cli('DEL k n')]).toEqual(['n\n', '-2\n', '1\n']);
  });

  test('a password is required from options and from variables', async () => {
    const app = await started('redis:7', ['--requirepass', 'secret']);
    expect(await app.exec('redis-cli', 'GET', 'a')).toBe('NOAUTH Authentication required.\n\n');
    expect(await app.exec('redis-cli', '-a', 'secret', '--no-auth-warning', 'SET', 'a', '1')).toBe('OK\n');
    const bitnami = await started('bitnami/redis', [], { REDIS_PASSWORD: 'x' });
    expect(await bitnami.exec('sh', '-c', 'REDISCLI_AUTH=y redis-cli PING; REDISCLI_AUTH=x redis-cli PING')).toBe(
      'AUTH failed: WRONGPASS invalid username-password pair or user is disabled.\nNOAUTH Authentication required.\n\nPONG\n',
    );
  });

  test("CONFIG GET returns the server's options and file, as of its start", async () => {
    const file = 'printf "# limits\nmaxmemory 2mb\nmaxmemory-policy allkeys-lru\n" > /etc/redis.conf';
    const app = await started('redis:5.0.4', ['sh', '-c', `${file}; exec redis-server /etc/redis.conf --maxclients 100`]);
    const get = (name: string) => app.exec('redis-cli', 'config', 'get', name);
    expect(await get('maxmemory*')).toBe('maxmemory\n2097152\nmaxmemory-policy\nallkeys-lru\n');
    expect([await get('maxclients'), await get('databases')]).toEqual(['maxclients\n100\n', 'databases\n16\n']);
    await app.exec('sh', '-c', 'echo maxmemory 3mb > /etc/redis.conf');
    expect(await get('maxmemory')).toBe('maxmemory\n2097152\n');
  });

  test('redis-cli reads commands from its input, and fails for one that is not simulated', async () => {
    const app = await started('redis:7.2');
    const script = `printf 'PING\\n\\nSET a "b c"\\nGET a\\nexit\\nPING\\n' | redis-cli; redis-cli ZADD a; echo $?; redis-cli GET a; printf x | redis-cli -x SET f; redis-cli STRLEN f`;
    expect(await app.exec('sh', '-c', script)).toBe('PONG\nOK\nb c\nklockwork: ZADD is not simulated\n1\nb c\nOK\n1\n');
  });

  test.each([
    ['redis:6', '1:C 01 Jan 2026 00:00:00.000 # oO0OoO0OoO0Oo Redis is starting oO0OoO0OoO0Oo', '* Ready to accept connections'],
    ['redis:7.0', '1:C 01 Jan 2026 00:00:00.000 # oO0OoO0OoO0Oo Redis is starting oO0OoO0OoO0Oo', '* Ready to accept connections'],
    ['redis', '1:C 01 Jan 2026 00:00:00.000 * oO0OoO0OoO0Oo Redis is starting oO0OoO0OoO0Oo', '* Ready to accept connections tcp'],
  ])('%s logs as its release does', async (image, first, last) => {
    const log = lines(await started(image));
    expect([log[0], log.at(-1)]).toEqual([first, `1:M 01 Jan 2026 00:00:00.000 ${last}`]);
  });
});

describe('the entrypoint of an official image', () => {
  test.each<[string, string[], Record<string, string>, number]>([
    ['mongo:6', ['--bind_ip', '0.0.0.0'], {}, 27017],
    ['redis:7', ['--save', '60', '1'], {}, 6379],
    ['redis:7', ['/etc/redis.conf'], {}, 6379],
    ['redis:7', ['--port', '6380'], {}, 6380],
    ['redis:7', ['redis-server', '--port=6381'], {}, 6381],
    ['postgres:16', ['-c', 'max_connections=200'], { POSTGRES_PASSWORD: 'x' }, 5432],
    ['postgres:16', [], { POSTGRES_HOST_AUTH_METHOD: 'trust' }, 5432],
    ['mysql:8.0', ['--default-authentication-plugin=x'], { MYSQL_ROOT_PASSWORD: 'x' }, 3306],
    ['mariadb:11', ['--character-set-server=utf8'], { MARIADB_ALLOW_EMPTY_ROOT_PASSWORD: '1' }, 3306],
    ['mariadb:11', ['mysqld'], { MYSQL_ROOT_PASSWORD_FILE: '/run/secret' }, 3306],
  ])('the entrypoint of %s runs its server with arguments %j', async (image, args, env, port) => {
    const app = await started(image, args, env);
    expect([app.state, await app.get('/', port)]).toEqual(['running', expect.not.objectContaining({ type: 'refused' })]);
  });

  test.each([
    ['curlimages/curl', ['-s', '-m', '3', 'http://10.244.9.9'], 'exited 28 Error at 3000', []],
    ['curlimages/curl', ['-sS', 'http://nosuch'], 'exited 6 Error at 0', ['curl: (6) Could not resolve host: nosuch']],
    ['curlimages/curl', ['http://nosuch', '-sS'], 'exited 6 Error at 0', ['curl: (6) Could not resolve host: nosuch']],
    ['curlimages/curl', ['echo', 'hi'], 'exited 0 Completed at 0', ['hi']],
    ['node:22', ['server.js'], 'exited 1 Error at 0', ["Error: Cannot find module '/server.js'"]],
  ])('the entrypoint of %s passes %j to its program, except for a command', async (image, args, state, output) => {
    const app = await (await started(image, args)).advance(3_000);
    expect([app.state, lines(app).slice(0, 1)]).toEqual([state, output]);
  });

  test('the entrypoint of an official image rejects an argument that is neither a program nor an option', async () => {
    const app = await started('redis:7', ['bind']);
    expect([app.state, lines(app)]).toEqual(['exited 127 Error at 0', ['exec: bind: not found']]);
  });

  test("the entrypoint of postgres refuses to start without a password, with the image's message", async () => {
    const app = await started('postgres:16');
    expect([app.state, lines(app)]).toEqual([
      'exited 1 Error at 0',
      [
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
    ]);
  });

  test.each([
    ['mysql:8.0', '2026-01-01 00:00:00+00:00 [ERROR] [Entrypoint]: Database is uninitialized and password option is not specified', 8],
    ['mariadb:11', '2026-01-01 00:00:00+00:00 [ERROR] [Entrypoint]: Database is uninitialized and password option is not specified', 5],
  ])('the entrypoint of %s refuses to start without a password', async (image, refusal, count) => {
    const app = await started(image);
    expect([app.state, lines(app)[3], lines(app).length]).toEqual(['exited 1 Error at 0', refusal, count]);
  });

  test.each([
    ['postgres:16', ['--version'], 'postgres (PostgreSQL) 16.11 (Debian 16.11-1.pgdg13+1)'],
    ['redis:7.2', ['--version'], 'Redis server v=7.2.12 sha=00000000:0 malloc=jemalloc-5.3.0 bits=64 build=0'],
    ['mysql:8.0', ['--version'], '/usr/sbin/mysqld  Ver 8.0.44 for Linux on x86_64 (MySQL Community Server - GPL)'],
    ['nginx', ['nginx', '-v'], 'nginx version: nginx/1.29.3'],
    ['python:3.12-slim', ['python3', '--version'], 'Python 3.12.12'],
    ['node:22', ['--version'], 'v22.21.1'],
    ['golang:1.24', ['go', 'version'], 'go version go1.24.10 linux/amd64'],
  ])('the entrypoint of %s prints its version for %j', async (image, args, version) => {
    const app = await started(image, args);
    expect([app.state, lines(app)]).toEqual(['exited 0 Completed at 0', [version]]);
  });

  test.each(['-t', '-T'])('the entrypoint of nginx tests its configuration for %s, and serves nothing', async (option) => {
    const app = await started('nginx:1.16', ['nginx', option]);
    expect([app.state, lines(app).slice(0, 2)]).toEqual([
      'exited 0 Completed at 0',
      [
        'nginx: the configuration file /etc/nginx/nginx.conf syntax is ok',
        'nginx: configuration file /etc/nginx/nginx.conf test is successful',
      ],
    ]);
  });

  test('an annotation changes the server of an entrypoint, also where the server prints its version', async () => {
    const app = await new DescribedContainer({ catalogue: builtInCatalogue(), image: 'redis:7' }).start({
      annotations: { 'klockwork.dev/app.behavior': '{"output": ["mine"]}' },
    });
    expect([app.state, lines(app)]).toEqual(['running', ['mine']]);
  });
});
