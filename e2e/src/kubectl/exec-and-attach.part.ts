import { KUBECTL_VERSIONS, kubectl } from '@klockwork/kubectl-tool';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { lab } from '../lab-of-spec.ts';
import { atATerminal, type Keystrokes } from './at-a-terminal.ts';
import { Session } from './session.ts';

const pod = (name: string, container: object, nodeName?: string) => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name },
  spec: {
    ...{ nodeName, containers: [{ name, image: 'busybox:1.36', ...container }] },
    ...{ restartPolicy: 'Never', terminationGracePeriodSeconds: 1 },
  },
});

let session: Session;
beforeAll(async () => {
  session = Session.in(lab);
  session.write('web.yaml', JSON.stringify(pod('web', { command: ['sleep', '100000'] })));
  session.write('echo.yaml', JSON.stringify(pod('echo', { command: ['cat'], stdin: true, stdinOnce: true, tty: true })));
  await session.quietly('apply -f web.yaml -f echo.yaml', 'wait --for=condition=Ready pod/web pod/echo --timeout=60s');
});

// Powers on the node of the last test: later parts run pods on all nodes.
afterAll(() => lab.klockwork('start-node', 'node-3'));

/** Types into kubectl at a terminal. */
const type = (args: readonly string[], ...keys: readonly Keystrokes[]) =>
  atATerminal(kubectl('1.35'), args, { env: { KUBECONFIG: session.lab.kubeconfig, HOME: session.lab.data }, keys });

test.each(KUBECTL_VERSIONS)('a command in a container has its streams and its code, with kubectl %s', async (version) => {
  session.use(version);
  const seen = await session.type(
    "exec web -- sh -c 'echo out; echo err >&2; exit 3'",
    ['exec -i web -- cat', { input: 'one\ntwo\n' }],
    'exec web -c side -- ls',
    'exec nothing -- ls',
  );
  session.use('1.35');
  expect(seen).toMatchInlineSnapshot(`
    "$ kubectl exec web -- sh -c 'echo out; echo err >&2; exit 3'
    out
    err
    command terminated with exit code 3
    [exit code 3]
    $ kubectl exec -i web -- cat
    one
    two
    $ kubectl exec web -c side -- ls
    Error from server (BadRequest): container side is not valid for pod web
    [exit code 1]
    $ kubectl exec nothing -- ls
    Error from server (NotFound): pods "nothing" not found
    [exit code 1]
    "
  `);
});

test("a missing command is refused with containerd's message", async () => {
  expect(await session.type('exec web -- nosuch')).toMatch(
    /error: Internal error occurred: Internal error occurred: error executing command in container: failed to exec in container: .*exec: "nosuch": executable file not found in \$PATH\n\[exit code 1\]\n$/,
  );
});

test('bytes pass through a command unchanged and with backpressure', async () => {
  const input = Array.from({ length: 40_000 }, (_, line) => `line ${line}\n`).join('');
  expect((await session.type(['exec -i web -- cat', { input }])) === `$ kubectl exec -i web -- cat\n${input}`).toBe(true);
});

test('at a terminal Ctrl-C ends a command', async () => {
  const ended = await type(['exec', '-it', 'web', '--', 'sh', '-c', 'echo ready; sleep 1000'], { sees: 'ready', types: '\x03' });
  expect(ended).toEqual({ screen: 'ready\n^Ccommand terminated with exit code 130\n', code: 130 });
});

test("an attached user types into the container's first process", async () => {
  const { screen, code } = await type(['attach', '-it', 'echo'], { sees: 'prompt', types: 'hello\r' }, { sees: 'hello', types: '\x04' });
  expect([screen.slice(screen.indexOf('hello')), code]).toEqual(['hello\nhello\n', 0]);
  await session.quietly('wait --for=jsonpath={.status.phase}=Succeeded pod/echo --timeout=60s');
});

/** Starts a command that first prints `begun`. Resolves after that output; `ended` resolves at its end. */
async function begin(name: string, script: string): Promise<{ ended: ReturnType<typeof type> }> {
  let ended: ReturnType<typeof type> | undefined;
  await new Promise<void>((does) => {
    ended = type(['exec', name, '--', 'sh', '-c', `echo begun; ${script}`], { sees: 'begun', does });
  });
  return { ended: ended as ReturnType<typeof type> };
}

test('ten minutes pass while a command waits', async () => {
  const { ended } = await begin('web', 'sleep 300; echo slept');
  await session.lab.advance('10m');
  expect(await ended).toEqual({ screen: 'begun\nslept\n', code: 0 });
});

test('a command ends with its pod', async () => {
  const { ended } = await begin('web', 'sleep 1000');
  await session.quietly('delete pod web --now');
  expect(await ended).toEqual({ screen: 'begun\ncommand terminated with exit code 137\n', code: 137 });
});

test('a command ends with its node', async () => {
  session.write('other.yaml', JSON.stringify(pod('other', { command: ['sleep', '100000'] }, 'node-3')));
  await session.quietly('apply -f other.yaml', 'wait --for=condition=Ready pod/other --timeout=60s');
  const { ended } = await begin('other', 'sleep 1000');
  await session.lab.klockwork('kill-node', 'node-3');
  const error = 'error: Internal error occurred: error reading from error stream: unexpected EOF';
  expect(await ended).toEqual({ screen: `begun\n${error}\n`, code: 1 });
});
