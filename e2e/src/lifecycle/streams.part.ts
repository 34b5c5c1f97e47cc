import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { kubectl } from '@klockwork/kubectl-tool';
import { ApiClient } from '@klockwork/lab-tool';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { atATerminal, type Keystrokes } from '../kubectl/at-a-terminal.ts';
import { lab } from '../lab-of-spec.ts';
import { ExecSession } from './exec-session.ts';
import { forward } from './port-forwarder.ts';

let api: ApiClient;
beforeAll(async () => {
  api = new ApiClient(lab.data);
  await lab.kubectl('apply -f -', JSON.stringify({ apiVersion: 'v1', kind: 'List', items: [web, service, pod('shell', BUSY)] }));
  await lab.kubectl('wait --for=condition=Ready pod --all --timeout=60s');
});
afterAll(() => api.close());

const BUSY = { image: 'busybox:1.36', command: ['sleep', '100000'] };
const pod = (name: string, container: object, spec: object = {}) => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name, labels: { app: name } },
  spec: { containers: [{ name, ...container }], terminationGracePeriodSeconds: 1, ...spec },
});
const web = pod('web', { image: 'nginx:1.27', ports: [{ name: 'http', containerPort: 80 }] }, { nodeName: 'node-1' });
const service = {
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name: 'web' },
  spec: { selector: { app: 'web' }, ports: [{ port: 8080, targetPort: 'http' }] },
};

const environment = () => ({ KUBECONFIG: lab.kubeconfig, HOME: lab.data });
const type = (args: string, ...keys: readonly Keystrokes[]) => atATerminal(kubectl('1.35'), args.split(' '), { env: environment(), keys });
const statusOf = async (port = 0) => (await fetch(`http://127.0.0.1:${port}/`, { headers: { connection: 'close' } })).status;

/** Sends words to a port and half-closes; returns all received bytes. */
function ask(port: number, words: string): Promise<string> {
  const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
  socket.end(words);
  return text(socket);
}

describe('kubectl port-forward', () => {
  test.each([
    ['a pod by its number', 'pod/web', 80],
    ['a pod by its name', 'pod/web', 'http'],
    ['a Service, which kubectl takes for its pod', 'service/web', 8080],
  ])('kubectl port-forward reaches the port of %s', async (_, target, port) => {
    const { ports, stop, ended } = await forward(lab, target, [port]);
    expect(await statusOf(ports[0])).toBe(200);
    stop();
    expect((await ended).stderr).toBe('');
  });

  test('kubectl port-forward carries many simultaneous connections, over SPDY too', async () => {
    for (const websockets of ['true', 'false']) {
      const { ports, stop, ended } = await forward(lab, 'pod/web', [80], { KUBECTL_PORT_FORWARD_WEBSOCKETS: websockets });
      const statuses = await Promise.all(Array.from({ length: 50 }, () => statusOf(ports[0])));
      expect(statuses).toEqual(Array.from({ length: 50 }, () => 200));
      stop();
      await ended;
    }
  });

  test('kubectl port-forward lets a client half-close and read the response', async () => {
    const { ports, stop, ended } = await forward(lab, 'pod/web', [80]);
    expect(await ask(ports[0] as number, 'GET / HTTP/1.1\r\nHost: web\r\nConnection: close\r\n\r\n')).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
    stop();
    await ended;
  });

  test("kubectl port-forward prints containerd's error for a closed port, and ends", async () => {
    const { ports, ended } = await forward(lab, 'pod/web', [81]);
    expect(await ask(ports[0] as number, 'hello')).toBe('');
    const { code, stderr } = await ended;
    const refused = 'IPv4: dial tcp4 127.0.0.1:81: connect: connection refused IPv6 dial tcp6 [::1]:81: connect: connection refused ';
    const text = stderr.replace(/[0-9a-f]{64}/g, 'SANDBOX').replace(/cni-[0-9a-f-]+/, 'cni-X');
    expect(text).toContain(
      'error forwarding port 81 to pod SANDBOX, uid : failed to execute portforward in network namespace \\"/var/run/netns/cni-X\\": ' +
        `failed to connect to localhost:81 inside namespace \\"SANDBOX\\", ${refused}`,
    );
    expect([code, text.split('\n').at(-2)]).toEqual([1, 'error: lost connection to pod']);
  });

  test('kubectl port-forward requires a running pod', async () => {
    await lab.kubectl('apply -f -', JSON.stringify(pod('done', { image: 'busybox:1.36', command: ['true'] }, { restartPolicy: 'Never' })));
    await lab.kubectl('wait --for=jsonpath={.status.phase}=Succeeded pod/done --timeout=60s');
    const { code, stderr } = await lab.try(['port-forward', 'pod/done', ':80']);
    expect([code, stderr]).toEqual([1, 'error: unable to forward port because pod is not running. Current status=Succeeded\n']);
  });
});

describe('at a terminal', () => {
  const enter = { sees: 'pressing enter.', types: '\r' };

  test('kubectl run -it --rm is a shell with prompt, keys, and exit code', async () => {
    const { screen, code } = await type(
      'run -it --rm one --image=busybox:1.36 --restart=Never',
      ...[enter, { sees: '/ # ', types: 'echo aXc\x7f\x7fbc\r' }, { sees: '\nabc', types: 'junk\x03' }],
      ...[
        { sees: '/ # ', types: 'sleep 1000\r' },
        { sees: 'sleep 1000', types: '\x03' },
        { sees: '/ # ', types: 'exit 4\r' },
      ],
    );
    expect(screen.slice(screen.indexOf('/ # '))).toBe(
      '/ # echo aXc\b \b\b \bbc\nabc\n/ # junk^C\n/ # sleep 1000\n^C\n/ # exit 4\n' +
        'pod "one" deleted from streams namespace\npod streams/one terminated (Error)\n',
    );
    expect(code).toBe(4);
  });

  test('a program knows the size of the screen, and learns of another', async () => {
    const args = ['exec', '-it', 'shell', '--', 'sh', '-c', 'while true; do stty size; sleep 0.1; done'];
    const keys: Keystrokes[] = [
      { sees: '24 80', widens: true },
      { sees: '40 120', types: '\x03' },
    ];
    expect((await atATerminal(kubectl('1.35'), args, { env: environment(), keys })).code).toBe(130);
  });

  test('after leaving a shell with Ctrl-D, a user may attach to the next one', async () => {
    await lab.kubectl('run two -it --attach=false --image=busybox:1.36');
    await lab.kubectl('wait --for=condition=Ready pod/two --timeout=60s');
    const left = await type('attach -it two', enter, { sees: '/ # ', types: 'echo $((6*7))\r' }, { sees: '\n42', types: '\x04' });
    expect([left.screen.slice(left.screen.indexOf('/ # ')), left.code]).toEqual([
      "/ # echo $((6*7))\n42\n/ # Session ended, resume using 'kubectl attach two -c two -i -t' command when the pod is running\n",
      0,
    ]);
  });

  test("kubectl debug runs a shell next to a pod's containers, sharing the processes of one", async () => {
    const { screen, code } = await type(
      'debug shell -it --image=busybox:1.36 -c looker --target=shell --profile=general',
      ...[enter, { sees: '/ # ', types: 'ps\r' }, { sees: 'sleep 100000', types: 'exit 3\r' }],
    );
    expect(screen).toContain("be reattached using 'kubectl attach shell -c looker -i -t' if it is still running\n");
    expect(code).toBe(0);
    const path = '{.status.ephemeralContainerStatuses[0].state.terminated.exitCode}';
    await lab.kubectl(`wait pod shell --for=jsonpath=${path}=3 --timeout=60s`);
  });

  test('kubectl debug of a node runs a pod there that sees its files', async () => {
    const { screen } = await type(
      'debug node/node-1 -it --image=busybox:1.36 --profile=general',
      ...[enter, { sees: '/ # ', types: 'ls /host\r' }, { sees: 'var', types: 'chroot /host\r' }],
      ...[
        { sees: '# ', types: 'ls -d /host\r' },
        { sees: "cannot access '/host'", types: 'exit\r' },
        { sees: '/ # ', types: 'exit\r' },
      ],
    );
    const [, name] = /Creating debugging pod (\S+) with container debugger on node node-1\./.exec(screen) ?? [];
    expect((await lab.get(`pod ${name}`)).spec).toMatchObject({ nodeName: 'node-1', hostNetwork: true, hostPID: true });
  });

  test('kubectl debug --copy-to debugs a copy and leaves the pod unchanged', async () => {
    const { screen, code } = await type(
      'debug web -it --copy-to=copy --image=busybox:1.36 --share-processes --profile=general',
      ...[enter, { sees: '/ # ', types: 'ps\r' }, { sees: 'nginx -g daemon off;', types: 'exit\r' }],
    );
    expect([screen.includes('sh\n'), code]).toEqual([true, 0]);
    expect((await lab.get('pod copy')).spec.containers.map(({ name }: { name: string }) => name)[0]).toBe('web');
  });
});

test('a kubectl that speaks SPDY has its streams, their ends and the code of its command', async () => {
  const env = { ...environment(), KUBECTL_REMOTE_COMMAND_WEBSOCKETS: 'false' };
  const args = ['exec', '-i', 'shell', '-c', 'shell', '--', 'sh', '-c', 'echo begun; cat; echo bye >&2; exit 3'];
  const ended = await atATerminal(kubectl('1.35'), args, {
    env,
    keys: [
      { sees: 'begun', types: 'hello\r' },
      { sees: 'hello\r\nhello', types: '\x04' },
    ],
  });
  expect(ended).toEqual({ screen: expect.stringMatching(/^begun\nhello\nhello\nbye\ncommand terminated with exit code 3\n$/), code: 3 });
});

test('kubectl run -i --rm passes input to a program, and prints its output', async () => {
  const ended = await lab.try('run -i --rm counter --image=busybox:1.36 --restart=Never -- wc -l'.split(' '), { input: 'a\nb\nc\n' });
  expect([ended.stdout, ended.code]).toEqual(['3\npod "counter" deleted from streams namespace\n', 0]);
});

describe('kubectl cp', () => {
  const local = (...names: string[]) => join(lab.data, ...names);

  const bytes = Buffer.from(Array.from({ length: 200_000 }, (_, at) => (at * 7) % 256));
  beforeAll(() => {
    mkdirSync(local('site', 'deep'), { recursive: true });
    writeFileSync(local('site', 'index.html'), 'hello\n');
    writeFileSync(local('site', 'deep', 'bytes'), bytes);
  });

  test('kubectl cp copies a folder into a container, and back', async () => {
    await lab.kubectl(`cp ${local('site')} web:/srv/site -c web`);
    expect(await lab.kubectl('exec web -- cat /srv/site/index.html')).toBe('hello\n');
    await lab.kubectl(`cp web:/srv/site ${local('back')}`);
    expect(readFileSync(local('back', 'deep', 'bytes')).equals(bytes)).toBe(true);
  });

  test('kubectl cp reports missing files, local or in the container', async () => {
    const here = await lab.try(['cp', local('nothing'), 'shell:/tmp/x']);
    expect([here.code, here.stderr]).toEqual([1, `error: ${local('nothing')} doesn't exist in local filesystem\n`]);
    const there = await lab.try(['cp', local('site', 'index.html'), 'shell:/nowhere/x', '-c', 'shell']);
    expect([there.code, there.stderr]).toEqual([
      1,
      "tar: can't change directory to '/nowhere': No such file or directory\ncommand terminated with exit code 1\n",
    ]);
    const other = await lab.try(['cp', local('site'), 'shell:/tmp/x', '-c', 'other']);
    expect(other.stderr).toContain('Error from server (BadRequest): container other is not valid for pod shell\n');
  });
});

test('time passes while sessions are open and silent', async () => {
  const { ports, ended, stop } = await forward(lab, 'pod/web', [80]);
  const idle = connect(ports[0] as number, '127.0.0.1');
  await once(idle, 'connect');
  const session = await ExecSession.open(api, 'streams/shell', ['cat']);
  await lab.advance('2m');
  session.say('still there');
  await session.until(() => session.output === 'still there');
  expect(await statusOf(ports[0])).toBe(200);
  session.leave();
  idle.destroy();
  stop();
  expect(await ended).toEqual({ code: 0, stderr: '' });
});

test('a hundred sessions at once hear each its own, and leave nothing behind', async () => {
  const open = () => ExecSession.open(api, 'streams/shell', ['cat']);
  const sessions = await Promise.all(Array.from({ length: 100 }, open));
  for (const [at, session] of sessions.entries()) session.say(`I am ${at}`);
  await Promise.all(sessions.map((session, at) => session.until(() => session.output === `I am ${at}`)));
  for (const session of sessions.slice(0, 50)) session.endInput();
  for (const session of sessions.slice(50)) session.leave();
  await Promise.all(sessions.slice(0, 50).map((session) => session.until(() => session.status !== undefined)));
  expect(new Set(sessions.slice(0, 50).map(({ status }) => status))).toEqual(new Set(['{"metadata":{},"status":"Success"}']));
  expect(await lab.kubectl('exec shell -- ps -o comm')).not.toContain('cat');
});

/** Begins kubectl, and waits for its first word. */
async function begin(...args: readonly string[]): Promise<{ ended: Promise<{ code: number; output: string }> }> {
  const child = spawn(kubectl('1.35'), args, { env: { ...process.env, ...environment() } });
  let output = '';
  const take = (chunk: Buffer) => {
    output += chunk;
  };
  child.stdout.on('data', take);
  child.stderr.on('data', take);
  const ended = once(child, 'close').then(([code]) => ({ code: code as number, output }));
  await Promise.race([once(child.stdout, 'data'), ended]);
  return { ended };
}

test('a node without power ends all its sessions, and time passes', async () => {
  const talks = { image: 'busybox:1.36', command: ['sh', '-c', 'while true; do echo tick; sleep 1; done'] };
  await lab.kubectl('apply -f -', JSON.stringify(pod('talker', talks, { nodeName: 'node-1' })));
  await lab.kubectl('wait --for=condition=Ready pod/talker --timeout=60s');
  const { ended, ports } = await forward(lab, 'pod/web', [80]);
  const idle = connect(ports[0] as number, '127.0.0.1');
  await once(idle, 'connect');
  const sessions = await Promise.all(Array.from({ length: 10 }, () => ExecSession.open(api, 'streams/web', ['cat'])));
  const [exec, attach, logs] = await Promise.all([
    begin('exec', 'talker', '--', 'sh', '-c', 'echo tick; sleep 1000'),
    begin('attach', 'talker'),
    begin('logs', '-f', 'talker'),
  ]);
  await lab.klockwork('kill-node', 'node-1');
  await lab.advance('1m');
  const lost = 'Internal error occurred: error reading from error stream: unexpected EOF';
  expect(await ended).toEqual({ code: 1, stderr: 'error: lost connection to pod\n' });
  expect(await exec.ended).toEqual({ code: 1, output: `tick\nerror: ${lost}\n` });
  expect(await attach.ended).toMatchObject({ code: 1, output: expect.stringMatching(new RegExp(`\nerror: ${lost}\n$`)) });
  await Promise.all(sessions.map((session) => session.until(() => session.status !== undefined)));
  expect(new Set(sessions.map(({ status }) => JSON.parse(status ?? '').message))).toEqual(new Set([lost]));
  expect(await logs.ended).toMatchObject({ code: 0, output: expect.stringMatching(/^(?:tick\n)+$/) });
});
