import type { ImageDescription } from '@klockwork/images';
import { describe, expect, test } from 'vitest';
import { DescribedContainer } from '../testing/described-container.ts';

type Program = NonNullable<ImageDescription['programs']>[string];
const container = (app: Program, more: Partial<ImageDescription> = {}) => new DescribedContainer({ programs: { app }, ...more });

describe('a described program', () => {
  test('a described program listens and writes its output once started', async () => {
    const app = await container({ startsIn: '5s', output: ['up on {{hostname}}'], listens: [{ port: 80 }] }).start();
    expect([await app.get('/'), app.log]).toEqual([{ type: 'refused' }, []]);
    await app.advance(5_000);
    expect([await app.get('/'), app.log]).toEqual([{ type: 'http', status: 200, body: '' }, ['5000 up on web']]);
  });

  test('a described program is unready at first, and later responds with a body', async () => {
    const answers = [
      { path: '/ready', status: 503 },
      { path: '/ready', after: '20s', body: 'ok' },
    ];
    const app = await container({ listens: [{ port: 80, answers }] }).start();
    expect(await app.get('/ready')).toMatchObject({ status: 503 });
    await app.advance(20_000);
    expect([await app.get('/ready'), await app.get('/other')]).toMatchObject([{ status: 200, body: 'ok' }, { status: 404 }]);
  });

  test('a described program expands placeholders in responses, and logs each request', async () => {
    const answers = [{ path: '/who', body: '{{hostname}} {{address}} {{client}} {{method}} {{path}} é' }];
    const app = await container({ listens: [{ port: 80, answers, log: '{{client}} {{request}} {{status}} {{size}}' }] }).start();
    expect(await app.get('/who?a={{hostname}}')).toMatchObject({ body: 'web 10.244.3.2 10.244.3.1 GET /who?a={{hostname}} \xc3\xa9' });
    expect(app.log).toEqual(['0 10.244.3.1 GET /who?a={{hostname}} HTTP/1.1 200 52']);
  });

  test('a described program answers all paths without an answer of their own, and counts its requests', async () => {
    const answers = [{ path: '/ready' }, { path: '/*', body: '{{path}} of {{hostname}}' }];
    const app = await container({ listens: [{ port: 80, answers, log: '{{requests}} {{uptime}}' }] }).start();
    await app.advance(63_157);
    expect([await app.get('/a/b'), await app.get('/ready')]).toMatchObject([{ body: '/a/b of web' }, { body: '' }]);
    expect(app.log).toEqual(['63157 1 63.157', '63157 2 63.157']);
  });

  test('a described program writes periodic lines without drift', async () => {
    const app = await container({ startsIn: '1s', logs: [{ every: '10s', line: 'tick' }] }).start();
    await app.advance(31_000);
    expect(app.log).toEqual(['11000 tick', '21000 tick', '31000 tick']);
  });

  test.each(['busybox', 'gnu'] as const)('a described script runs in the shell of an image with %s tools', async (tools) => {
    const app = await container({ commands: { greet: { script: 'echo "$0: $1 from $(hostname)"; exit 3' } } }, { tools }).start({
      args: ['greet', 'hello'],
    });
    expect([app.state, app.log]).toEqual(['exited 3 Error at 0', ['0 app: hello from web']]);
  });

  test('a described script fails in an image without a shell', async () => {
    const app = await container({ script: 'echo hi' }, { tools: 'none' }).start();
    expect([app.state, app.log]).toEqual(['exited 127 Error at 0', ['0 exec: sh: not found']]);
  });

  test.each<[string, Program, string, string[]]>([
    ['ends with 0 at once by default', {}, 'exited 0 Completed at 0', []],
    [
      'ends after its delay with output',
      { signals: { TERM: { after: '3s', exitCode: 143, output: ['bye'] } } },
      'exited 143 Error at 3000',
      ['3000 bye'],
    ],
    ['is killed after its grace period when ignoring the signal', { signals: { TERM: { ignore: true } } }, 'exited 137 Error at 30000', []],
    ['is killed when hung', { hangsAfter: '0s' }, 'exited 137 Error at 30000', []],
  ])('a described program, on a stop signal, %s', async (_, program, state, log) => {
    const app = await container(program).start();
    await (await app.stop()).advance(30_000);
    expect([app.state, app.log]).toEqual([state, log]);
  });

  test('a described program ends at the stop signal of its image, and continues after others', async () => {
    const app = await container(
      { signals: { TERM: { ignore: true }, QUIT: { output: ['quit'] }, HUP: { ignore: true, output: ['reloaded'] } } },
      { stopSignal: 'SIGQUIT' },
    ).start();
    await app.exec('kill', '-HUP', '1');
    expect([app.state, app.log]).toEqual(['running', ['0 reloaded']]);
    await app.stop();
    expect([app.state, app.log]).toEqual(['exited 0 Completed at 0', ['0 reloaded', '0 quit']]);
  });

  test.each([
    [0, 'exited 1 Error at 2000', ['0 up', '2000 no database']],
    [2, 'exited 1 Error at 2000', ['0 up', '2000 no database']],
    [3, 'exited 3 Error at 0', []],
    [4, 'running', ['0 up']],
  ])('a described program fails as specified for run %i', async (attempt, state, log) => {
    const failures = [
      { after: '2s', times: 3, output: ['no database'] },
      { exitCode: 3, times: 1 },
    ];
    const app = await container({ output: ['up'], failures }).start({ attempt });
    await app.advance(10_000);
    expect([app.state, app.log]).toEqual([state, log]);
  });

  test('a hung program neither responds nor logs', async () => {
    const app = await container({ hangsAfter: '90s', listens: [{ port: 80 }], logs: [{ every: '60s', line: 'tick' }] }).start();
    await app.advance(89_999);
    expect(await app.get('/')).toMatchObject({ status: 200 });
    await app.advance(300_000);
    expect([await app.get('/'), app.log, app.state]).toEqual(['nothing', ['60000 tick'], 'running']);
  });

  test('a described program exits after its time', async () => {
    const app = await container({ output: ['done {{argument}}'], exits: { after: '4s', code: 7 } }).start({ args: ['x'] });
    await app.advance(10_000);
    expect([app.state, app.log]).toEqual(['exited 7 Error at 4000', ['0 done x']]);
  });

  test('a described program runs the command in its first argument, or its fallback', async () => {
    const program: Program = {
      commands: { run: { output: ['ran {{argument}}'], exits: {} } },
      otherwise: { output: ['no {{argument}}'], exits: { code: 2 } },
    };
    const ran = await container(program).start({ args: ['run', 'fast'] });
    const not = await container(program).start({ args: ['jump'] });
    expect([ran.log, not.log, not.state]).toEqual([['0 ran fast'], ['0 no jump'], 'exited 2 Error at 0']);
  });

  test.each([
    ['its image sets', {}, '/srv/app'],
    ['its pod sets', { workingDir: '/work/here' }, '/work/here'],
  ])('a container starts in the folder where %s, with a read-only root too', async (_, spec, folder) => {
    const pwd = await new DescribedContainer({ entrypoint: ['sh', '-c', 'pwd'], workingDir: '/srv/app' }).start({
      ...spec,
      readOnlyRoot: true,
    });
    expect([pwd.state, pwd.log]).toEqual(['exited 0 Completed at 0', [`0 ${folder}`]]);
  });

  test('a container starts in the folder and as the user of its image', async () => {
    const whoami = new DescribedContainer({ entrypoint: ['sh', '-c', 'pwd; id -u'], workingDir: '/srv/app', user: '1000' });
    expect((await whoami.start()).log).toEqual(['0 /srv/app', '0 1000']);
  });
});

describe('a pod', () => {
  const behavior = (program: unknown) => ({ annotations: { 'klockwork.dev/app.behavior': JSON.stringify(program) } });

  test('a pod annotation overrides some fields of a program, and keeps the rest', async () => {
    const app = await container({ output: ['up'], listens: [{ port: 80 }] }).start(behavior({ output: ['other'] }));
    expect([app.log, await app.get('/')]).toMatchObject([['0 other'], { status: 200 }]);
  });

  test('a pod annotation describes a program missing in the image, at any path', async () => {
    const app = await container({}).start({ command: ['/opt/my-server', '-v'], ...behavior({ output: ['mine'] }) });
    expect([app.log, app.state]).toEqual([['0 mine'], 'running']);
  });

  test('an invalid annotation is rejected with its problem', async () => {
    const start = (program: unknown) => container({}).start(behavior(program));
    await expect(start({ startsIn: 5 })).rejects.toThrow(
      'annotation klockwork.dev/app.behavior is no program: startsIn: Invalid value: "number": must be of type string',
    );
    await expect(start({ starts: '5s' })).rejects.toThrow('is no program: starts: Forbidden: unknown field');
    const broken = container({}).start({ annotations: { 'klockwork.dev/app.behavior': '{' } });
    await expect(broken).rejects.toThrow('is no program: it is no JSON');
  });
});
