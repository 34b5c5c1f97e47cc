import { ManualClock, SeededRandom, StoppedError, StopSource } from '@klockwork/kernel';
import type { ContainerSpec, ExecSession, TerminalSize } from '@klockwork/pod-lifecycle';
import { advance, settle } from '@klockwork/userland/testing';
import { beforeEach, expect, test } from 'vitest';
import { SimulatedRuntime } from './simulated-runtime.ts';
import { containerSpec } from './testing/container-runtime.contract.ts';

let clock: ManualClock;
let runtime: SimulatedRuntime;
beforeEach(() => {
  clock = new ManualClock(0);
  runtime = new SimulatedRuntime({ clock, random: new SeededRandom(7), profile: 'fast', podCidr: '10.244.3.0/24' });
});

async function start(spec: Partial<ContainerSpec>): Promise<string> {
  await runtime.pullImage('busybox');
  const { id: sandbox } = await runtime.runSandbox({ uid: 'u', namespace: 'a', name: 'web', hostname: 'web' });
  const id = await runtime.createContainer(sandbox, containerSpec({ image: 'busybox', ...spec }));
  await runtime.startContainer(id);
  await settle();
  return id;
}

/** Client with scripted input and recorded output. */
class Client implements ExecSession {
  shown = '';
  readonly stop = new StopSource();
  readonly terminal?: NonNullable<ExecSession['terminal']>;
  size: TerminalSize | undefined;
  #resized = () => {};
  readonly #chunks: (string | undefined)[] = [];
  #reader: ((bytes: string | undefined) => void) | undefined;

  constructor({ tty = false } = {}) {
    if (!tty) return;
    const onResize = (listener: (size: TerminalSize) => void) => {
      this.#resized = () => this.size !== undefined && listener(this.size);
      return () => {};
    };
    this.terminal = { size: () => this.size, onResize };
  }

  async resize(rows: number, columns: number): Promise<void> {
    this.size = { rows, columns };
    this.#resized();
    await settle();
  }

  readonly stdin = {
    read: (): Promise<string | undefined> =>
      new Promise((resolve) => {
        if (this.#chunks.length > 0) resolve(this.#chunks.shift());
        else this.#reader = resolve;
      }),
  };

  /** Sends input; undefined closes it. */
  async send(bytes: string | undefined): Promise<void> {
    const reader = this.#reader;
    this.#reader = undefined;
    if (reader === undefined) this.#chunks.push(bytes);
    else reader(bytes);
    await settle();
  }

  write(_stream: 'stdout' | 'stderr', bytes: string): undefined {
    this.shown += bytes;
  }
}

const SLEEPS = { command: ['sleep', '1000'] };

test('a command reads its input until the end', async () => {
  const id = await start(SLEEPS);
  const client = new Client();
  const ended = runtime.exec(id, ['cat'], client);
  await client.send('one\n');
  await client.send('\u00ff');
  await client.send(undefined);
  expect([await ended, client.shown]).toEqual([{ exitCode: 0 }, 'one\n\u00ff']);
});

test('on a terminal typing is shown, edited and read by lines, and the end is a key', async () => {
  const id = await start(SLEEPS);
  const client = new Client({ tty: true });
  const ended = runtime.exec(id, ['cat'], client);
  for (const typed of ['helo', '\x7flo\r', '\x04']) await client.send(typed);
  expect([await ended, client.shown]).toEqual([{ exitCode: 0 }, 'helo\b \blo\r\nhello\r\n']);
});

test('the interrupt key ends the foreground process, but not the container', async () => {
  const id = await start(SLEEPS);
  const client = new Client({ tty: true });
  const ended = runtime.exec(id, ['sleep', '100'], client);
  await settle();
  await client.send('\x03');
  expect([await ended, client.shown, runtime.reports()[0]?.state]).toEqual([{ exitCode: 130 }, '^C', 'running']);
});

test('the interrupt key discards the current line, and the shell prints a new prompt', async () => {
  const id = await start(SLEEPS);
  const client = new Client({ tty: true });
  const ended = runtime.exec(id, ['sh'], client);
  await settle();
  for (const typed of ['junk', '\x03', 'echo $?\r', 'if true\r', '\x03', '\x04']) await client.send(typed);
  expect([await ended, client.shown]).toEqual([{ exitCode: 130 }, '/ # junk^C\r\n/ # echo $?\r\n130\r\n/ # if true\r\n> ^C\r\n/ # ']);
});

/** Seconds of the living `sleep` processes, by pid, without the container's own. */
async function sleepers(id: string): Promise<string[]> {
  const client = new Client();
  await runtime.exec(id, ['ps'], client);
  return [...client.shown.matchAll(/ sleep (\d+)$/gm)].flatMap(([, seconds = '']) => (seconds === '1000' ? [] : seconds));
}

const IN_FOREGROUND = 'nohup sleep 500 > /dev/null 2>&1 & sleep 700; true';

test.each<[string, boolean, string[]]>([
  ['with a terminal ends with its foreground processes, unless they ignore the hang-up', true, ['500']],
  ['without a terminal ends alone', false, ['700', '500']],
])('a command whose client is gone %s', async (_, tty, left) => {
  const id = await start(SLEEPS);
  const client = new Client({ tty });
  const ended = expect(runtime.exec(id, ['sh', '-c', IN_FOREGROUND], client)).rejects.toThrow(StoppedError);
  await advance(clock, 1_000);
  expect(await sleepers(id)).toEqual(['700', '500']);
  client.stop.stop();
  await ended;
  expect(await sleepers(id)).toEqual(left);
});

test('an interactive shell whose client is gone leaves its background jobs', async () => {
  const id = await start(SLEEPS);
  const client = new Client({ tty: true });
  const ended = expect(runtime.exec(id, ['sh'], client)).rejects.toThrow(StoppedError);
  await settle();
  for (const typed of ['sleep 500 &\r', 'sleep 700 | cat\r']) await client.send(typed);
  client.stop.stop();
  await ended;
  expect(await sleepers(id)).toEqual(['500']);
});

test('a program learns the size of the terminal, and that it changes', async () => {
  const id = await start({ command: ['sh', '-c', 'trap "stty size" WINCH; while true; do sleep 1; done'], stdin: true, tty: true });
  const client = new Client({ tty: true });
  void runtime.attach(id, client);
  await client.resize(24, 80);
  await advance(clock, 1_000);
  await client.resize(40, 120);
  await advance(clock, 1_000);
  const other = new Client({ tty: true });
  await runtime.exec(id, ['stty', 'size'], other);
  const piped = new Client();
  await runtime.exec(id, ['stty'], piped);
  expect([client.shown, other.shown, piped.shown]).toEqual([
    '24 80\r\n40 120\r\n',
    '0 0\r\n',
    'stty: standard input: Inappropriate ioctl for device\n',
  ]);
});

test('an attached client sees all later output at once', async () => {
  const id = await start({ command: ['sh', '-c', 'echo one; sleep 1; printf two; sleep 1; echo three'] });
  const client = new Client();
  const attached = runtime.attach(id, client);
  await advance(clock, 1_000);
  expect(client.shown).toBe('two');
  await advance(clock, 1_000);
  await attached;
  expect(client.shown).toBe('twothree\n');
});

test('clients send input to a container; with stdinOnce its input ends with the first client', async () => {
  const id = await start({ command: ['cat'], stdin: true, stdinOnce: true });
  const client = new Client();
  const attached = runtime.attach(id, client);
  await client.send('hello\n');
  await client.send(undefined);
  await attached;
  expect([client.shown, runtime.logs(id, {}).map(({ text }) => text)]).toEqual(['hello\n', ['hello']]);
  expect(runtime.reports()[0]).toMatchObject({ state: 'exited', exitCode: 0 });
});

test('a container without stdinOnce still waits for input after its client disconnected', async () => {
  const id = await start({ command: ['cat'], stdin: true });
  const [first, second] = [new Client(), new Client()];
  const attached = runtime.attach(id, first);
  await first.send(undefined);
  first.stop.stop();
  await attached;
  void runtime.attach(id, second);
  await second.send('still there\n');
  expect(runtime.reports()[0]).toMatchObject({ state: 'running' });
});

test('a terminal of a container stays open for the next client, also with stdinOnce', async () => {
  const id = await start({ command: ['sh'], stdin: true, stdinOnce: true, tty: true });
  const [first, second] = [new Client({ tty: true }), new Client({ tty: true })];
  const attached = runtime.attach(id, first);
  await first.send('sleep 700\r');
  first.stop.stop();
  await attached;
  void runtime.attach(id, second);
  await advance(clock, 700_000);
  await second.send('echo there\r');
  expect([second.shown, runtime.reports()[0]?.state]).toEqual(['/ # echo there\r\nthere\r\n/ # ', 'running']);
});

test('a container with a terminal handles its keys, and logs what the screen showed', async () => {
  const id = await start({ command: ['cat'], stdin: true, stdinOnce: true, tty: true });
  const client = new Client({ tty: true });
  const attached = runtime.attach(id, client);
  await client.send('hi\r\x04');
  await attached;
  expect([client.shown, runtime.logs(id, {}).map(({ text }) => text)]).toEqual(['hi\r\nhi\r\n', ['hi\r', 'hi\r']]);
});

test('attaching to an exited container fails', async () => {
  const id = await start({ command: ['cat'] });
  await expect(runtime.attach(id, new Client())).rejects.toThrow('container is in CONTAINER_EXITED state');
});
