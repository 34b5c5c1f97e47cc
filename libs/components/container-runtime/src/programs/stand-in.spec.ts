import { builtInCatalogue, catalogueOf } from '@klockwork/images';
import type { ContainerSpec } from '@klockwork/pod-lifecycle';
import { describe, expect, test } from 'vitest';
import { DescribedContainer } from '../testing/described-container.ts';

const NAME = 'ghcr.io/shop/web:2';
const catalogue = catalogueOf([{ repository: '*', tags: ['*'] }]);
const declared = { ports: [8080, 9090], ends: false };
const standIn = (spec: Partial<ContainerSpec> = {}) => new DescribedContainer({ catalogue, image: NAME }).start({ declared, ...spec });
const LISTENS = `klockwork: ${NAME} is a stand-in, its program is not simulated; it listens on 8080 and 9090 until it is asked to stop`;

describe('a stand-in', () => {
  test('a stand-in listens on the ports of its container, and logs its nature', async () => {
    const app = await standIn();
    expect([app.state, app.log]).toEqual(['running', [`0 ${LISTENS}`]]);
    const page = { type: 'http', status: 200, body: `stand-in for ${NAME} on web\n` };
    expect([await app.get('/ready', 8080), await app.get('/', 9090), await app.get('/', 80)]).toEqual([page, page, { type: 'refused' }]);
  });

  test.each([
    ['HTTPS', { type: 'http', path: '/', tls: true } as const, { type: 'http', status: 200 }],
    ['gRPC health', { type: 'grpc-health', service: 'any' } as const, { type: 'grpc', status: 'SERVING' }],
    ['TCP', { type: 'tcp' } as const, { type: 'accepted' }],
  ])('a stand-in speaks %s at each port', async (_, request, answer) => {
    const app = await standIn();
    expect(await app.ask(8080, request)).toMatchObject(answer);
  });

  test('a stand-in ends with 0 at SIGTERM', async () => {
    const app = await standIn();
    await app.stop();
    expect(app.state).toBe('exited 0 Completed at 0');
  });

  test('a stand-in exits with 0 after a second where its pod waits for completion', async () => {
    const app = await standIn({ declared: { ports: [8080], ends: true } });
    expect([app.state, app.log]).toEqual([
      'running',
      [`0 klockwork: ${NAME} is a stand-in, its program is not simulated; it ends with 0 after 1 s`],
    ]);
    await app.advance(1_000);
    expect(app.state).toBe('exited 0 Completed at 1000');
  });

  test.each<[string, Partial<ContainerSpec>]>([
    ['arguments of the image', { args: ['--leader-elect'] }],
    ['a command that no image is known to have', { command: ['/manager', '--verbose'] }],
    ['a shell that runs such a command at its end', { command: ['sh', '-c', 'mkdir -p /data && exec /manager'] }],
    ['bash, too', { command: ['/bin/bash', '-ec', 'set -o pipefail; /manager --verbose'] }],
  ])('a stand-in replaces %s', async (_, spec) => {
    const app = await standIn(spec);
    expect([app.state, app.log.length, await app.get('/', 8080)]).toMatchObject(['running', 1, { status: 200 }]);
  });

  test('a script continues after each program of a stand-in where the pod waits for its end', async () => {
    const app = await standIn({ command: ['sh', '-c', 'migrate up && echo migrated'], declared: { ports: [], ends: true } });
    await app.advance(1_000);
    expect([app.state, app.log.at(-1)]).toEqual(['exited 0 Completed at 1000', '1000 migrated']);
  });

  test('a stand-in has the tools of BusyBox, and every other command of a client or a probe succeeds', async () => {
    const app = await standIn();
    expect(await app.exec('sh', '-c', 'cat /none; echo $?')).toBe("cat: can't open '/none': No such file or directory\n1\n");
    expect(await app.exec('sh', '-c', '/bin/grpc_health_probe -addr=:8080; echo $?')).toBe(
      `klockwork: /bin/grpc_health_probe did nothing: ${NAME} is a stand-in and has no such program\n0\n`,
    );
  });

  test('a program of a stand-in does nothing outside of the first process', async () => {
    const app = await new DescribedContainer({ catalogue: builtInCatalogue(), image: 'ruby:3.3' }).start({ command: ['sleep', '3600'] });
    expect(await app.exec('sh', '-c', 'ruby -e "puts 1"; echo $?')).toBe(
      'klockwork: the program did nothing: docker.io/library/ruby:3.3 is a stand-in and has no such program\n0\n',
    );
  });

  test('a program copied from a stand-in runs as a stand-in elsewhere', async () => {
    const app = await standIn({
      command: ['sh', '-c', 'mkdir /shared && cp /usr/bin/app /shared/app && cp -r /etc/app /shared/ && exec /shared/app -v'],
    });
    expect([app.state, await app.get('/', 8080)]).toMatchObject(['running', { status: 200 }]);
    expect(await app.exec('ls', '/shared')).toBe('app\n');
    expect(await app.exec('cp', 'relative', '/shared')).toBe("cp: can't stat 'relative': No such file or directory\n");
  });

  test('a described program copied from another image runs as a stand-in', async () => {
    const app = await standIn({
      command: ['sh', '-c', 'printf "\\177ELF\\002\\001\\001\\0klockwork:program:other\\n" > /other; chmod +x /other; exec /other'],
    });
    expect([app.state, await app.get('/', 8080)]).toMatchObject(['running', { status: 200 }]);
  });

  test('a stand-in runs a mounted script, and fails as the script does', async () => {
    const app = await standIn({ command: ['sh', '-c', 'false || exit 3'] });
    expect(app.state).toBe('exited 3 Error at 0');
  });

  test('an annotation changes the behaviour of a stand-in', async () => {
    const app = await standIn({ annotations: { 'klockwork.dev/app.behavior': '{"output": ["mine"], "exits": {"code": 4}}' } });
    expect([app.state, app.log]).toEqual(['exited 4 Error at 0', ['0 mine']]);
  });
});

test("a program missing in an image's description is not found", async () => {
  const app = new DescribedContainer({ programs: { app: {} } });
  await expect(app.start({ command: ['/manager'] })).rejects.toThrow('exec: "/manager": stat /manager: no such file or directory');
});
