import { BusSession, type SessionEnd } from '@klockwork/bus';
import { NODE_ROUTES, type StreamRequest } from '@klockwork/cluster-api';
import { StoppedError } from '@klockwork/kernel';
import { type ExecSession, RuntimeError, type TerminalSize } from '@klockwork/pod-lifecycle';
import { beforeEach, expect, test } from 'vitest';
import { KubeletLab } from '../testing/kubelet-lab.ts';

let kubelet: KubeletLab;
beforeEach(async () => {
  kubelet = new KubeletLab();
  await kubelet.boot('node-1');
});

/** Acts as the api-server: listens, requests, and records. */
async function open(kind: 'exec' | 'attach', request: Partial<StreamRequest> = {}) {
  const { client, subjects, lab } = kubelet;
  const parts: [string, string | undefined][] = [];
  const ends: SessionEnd[] = [];
  const session: BusSession = new BusSession({
    bus: client,
    clock: lab.clock,
    own: subjects.session('s', 'client'),
    peer: subjects.session('s', 'agent'),
    object: 'pods/default/web',
    onPart: ({ channel, bytes }) => {
      parts.push([channel, bytes]);
      session.taken(bytes?.length ?? 0);
    },
    onEnd: (end) => ends.push(end),
  });
  const asked: StreamRequest = {
    ...{ session: 's', node: 'node-1', namespace: 'default', pod: 'web', container: 'web', command: ['sh'] },
    ...{ uid: (await kubelet.pod())?.metadata?.uid ?? '', stdin: false, stdout: true, stderr: true, tty: false },
    ...request,
  };
  const answering = client.request(subjects.at(NODE_ROUTES[kind], 'node-1'), asked, { timeoutMs: 1_000 });
  await lab.advance(0);
  return { session, parts, ends, answer: await answering };
}

/** Scripts the next command, which reports its session and ends at the test's command. */
function scripted(): { session: Promise<ExecSession>; end(exitCode: number): void } {
  let begun: (session: ExecSession) => void = () => {};
  let ended: (how: { exitCode: number; output: string }) => void = () => {};
  const result = new Promise<{ exitCode: number; output: string }>((resolve) => {
    ended = resolve;
  });
  const session = new Promise<ExecSession>((resolve) => {
    begun = resolve;
  });
  kubelet.runtime().onExec = (_container, _command, _stop, of) => {
    begun(of);
    return result;
  };
  return { session, end: (exitCode) => ended({ exitCode, output: '' }) };
}

test('a command reads its input, writes its output, and its exit code is last', async () => {
  await kubelet.run();
  const command = scripted();
  const { session, parts, ends, answer } = await open('exec', { stdin: true });
  const runs = await command.session;
  expect(answer).toEqual({ accepted: true });
  session.send('stdin', 'one\n');
  session.end('stdin');
  await kubelet.lab.advance(0);
  expect([await runs.stdin?.read(), await runs.stdin?.read()]).toEqual(['one\n', undefined]);
  void runs.write('stdout', 'out');
  void runs.write('stderr', 'err');
  command.end(3);
  await kubelet.lab.advance(0);
  expect(parts).toEqual([
    ['stdout', 'out'],
    ['stderr', 'err'],
    ['outcome', '{"exitCode":3}'],
  ]);
  expect(ends).toEqual(['closed']);
});

test('unrequested output is discarded, and without input a command reads end of file', async () => {
  await kubelet.run();
  const command = scripted();
  const { parts } = await open('exec', { stderr: false });
  const runs = await command.session;
  void runs.write('stderr', 'err');
  await kubelet.lab.advance(0);
  expect([runs.stdin, runs.terminal, parts]).toEqual([undefined, undefined, []]);
});

test("a terminal has the client's size", async () => {
  await kubelet.run();
  const command = scripted();
  const { session } = await open('exec', { tty: true });
  const { terminal } = await command.session;
  const seen: (TerminalSize | undefined)[] = [terminal?.size()];
  terminal?.onResize((size) => seen.push(size));
  session.send('resize', '{"rows":30,"columns":100}');
  await kubelet.lab.advance(0);
  expect([...seen, terminal?.size()]).toEqual([undefined, { rows: 30, columns: 100 }, { rows: 30, columns: 100 }]);
});

test('lab time passes while a command waits for its client', async () => {
  await kubelet.run();
  const command = scripted();
  const { ends } = await open('exec', { stdin: true });
  const read = (await command.session).stdin?.read();
  await kubelet.lab.advance(3_600_000);
  expect([kubelet.lab.context.activity.state().idle, ends]).toEqual([true, []]);
  command.end(0);
  await kubelet.lab.advance(0);
  expect([ends, read]).toEqual([['closed'], expect.any(Promise)]);
});

test('a command stops when its client leaves, and when the client’s process dies', async () => {
  await kubelet.run();
  for (const leave of [(session: BusSession) => session.abort(), () => kubelet.network.disconnect('client')]) {
    const command = scripted();
    const { session } = await open('exec');
    const { stop } = await command.session;
    leave(session);
    await kubelet.lab.advance(5_000);
    expect(stop.stopped).toBe(true);
  }
});

test('sessions end with their agent', async () => {
  await kubelet.run();
  const command = scripted();
  const { ends } = await open('exec');
  await command.session;
  await kubelet.stop();
  expect(ends).toEqual(['closed']);
});

test.each([
  [new RuntimeError('no such executable'), 'error executing command in container: no such executable'],
  [new StoppedError(), 'context canceled'],
])('a command that cannot run reports the reason: %s', async (error, text) => {
  await kubelet.run();
  kubelet.runtime().onExec = () => Promise.reject(error);
  expect((await open('exec')).parts).toEqual([['outcome', JSON.stringify({ error: text })]]);
});

test("an attached client receives the container's output until its exit", async () => {
  await kubelet.run();
  kubelet.runtime().onAttach = async (container, session) => void session.write('stdout', `${container} says`);
  expect((await open('attach')).parts).toEqual([
    ['stdout', 'web says'],
    ['outcome', '{"exitCode":0}'],
  ]);
});

test('a missing container is refused like in a kubelet', async () => {
  await kubelet.run();
  const refusal = async (kind: 'exec' | 'attach', request: Partial<StreamRequest>) => {
    const { answer, session } = await open(kind, request);
    session.abort();
    return answer;
  };
  expect([
    await refusal('exec', { uid: 'other' }),
    await refusal('exec', { container: 'side' }),
    await refusal('attach', { container: 'side' }),
  ]).toEqual([
    { code: 404, message: 'pod does not exist' },
    { code: 500, message: 'container not found ("side")' },
    { code: 500, message: 'container side not found in pod web_default' },
  ]);
});

test('an exited container is not found', async () => {
  await kubelet.run();
  // The first exit is followed by an immediate restart.
  for (let times = 0; times < 2; times++) {
    kubelet.runtime().exit('web', 1);
    await kubelet.lab.advance(0);
  }
  const answers = [];
  for (const kind of ['exec', 'attach'] as const) {
    const { answer, session } = await open(kind);
    session.abort();
    answers.push(answer);
  }
  expect(answers).toEqual([
    { code: 500, message: 'container not found ("web")' },
    { code: 500, message: 'container web not found in pod web_default' },
  ]);
});
