import { spawn } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { closeSync, existsSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { StopSource } from '@klockwork/kernel';
import { expect, test } from 'vitest';
import { hostActivity } from './activity.ts';
import { checkNodeVersion } from './node-version.ts';
import { pinoLogger } from './pino-logger.ts';
import { hostRandom } from './random.ts';
import { stopOnSignals } from './stop-on-signals.ts';
import { stopWhenParentDies } from './stop-when-parent-dies.ts';

test('a process is idle one turn after its last hold', async () => {
  const activity = hostActivity();
  const release = activity.hold('work');
  const idle = new Promise<void>((resolve) => activity.onIdle(resolve));
  release();
  await idle;
  expect(activity.state().idle).toBe(true);
});

test('equal seeds yield equal draws, and unseeded draws differ', () => {
  expect(hostRandom(7).uuid()).toBe(hostRandom(7).uuid());
  expect(hostRandom().uuid()).not.toBe(hostRandom().uuid());
});

test('a log line is JSON with service, level, time, fields and message; lower levels are omitted', () => {
  const folder = mkdtempSync(join(tmpdir(), 'klockwork-log-'));
  try {
    const file = openSync(join(folder, 'log'), 'w');
    const log = pinoLogger('scheduler', 'info', file);
    log.debug({}, 'not written');
    log.info({ pod: 'web-1', node: 'node-1' }, 'pod bound');
    closeSync(file);
    const lines = readFileSync(join(folder, 'log'), 'utf8').trimEnd().split('\n');
    expect(lines.map((line) => JSON.parse(line))).toEqual([
      {
        level: 'info',
        time: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
        service: 'scheduler',
        pid: process.pid,
        pod: 'web-1',
        node: 'node-1',
        msg: 'pod bound',
      },
    ]);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test.each([
  ['24', '24.0.0', false],
  ['24', '26.1.0', false],
  ['24.4', '24.4.1', false],
  ['24.4', '24.3.9', true],
  ['24', '20.19.2', true],
  ['24.4.1', 'v24.4.0', true],
])('with minimum %s, Node.js %s is too old: %s', (least, running, tooOld) => {
  const line = checkNodeVersion(least, running);
  expect(line).toBe(
    tooOld
      ? `Klockwork needs Node.js ${least} or newer, and this is ${running}: install it from https://nodejs.org or with your version manager`
      : undefined,
  );
});

test('the first signal stops, another kind changes nothing, and a repetition exits with its own code', () => {
  const exits: number[] = [];
  const host = Object.assign(new EventEmitter(), { exit: (code: number) => void exits.push(code) });
  const stop = stopOnSignals(host);
  host.emit('SIGINT');
  host.emit('SIGTERM');
  expect([stop.stopped, exits]).toEqual([true, []]);
  host.emit('SIGINT');
  host.emit('SIGTERM');
  expect(exits).toEqual([130, 143]);
});

test('a process without an IPC channel has no parent to lose', () => {
  const stop = new StopSource();
  stopWhenParentDies(stop, Object.assign(new EventEmitter(), { connected: false }));
  expect(stop.stopped).toBe(false);
});

const source = (file: string) => JSON.stringify(fileURLToPath(new URL(file, import.meta.url)));

function child(script: string, ipc = false) {
  const args = ['--conditions=@klockwork/source', '--input-type=module', '-e', script];
  return spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit', ...(ipc ? ['ipc' as const] : [])] });
}

test('SIGTERM ends a real process in order', async () => {
  const process = child(`
    const { stopOnSignals } = await import(${source('stop-on-signals.ts')});
    const keep = setInterval(() => {}, 1e6);
    stopOnSignals().onStop(() => { clearInterval(keep); console.log('stopped'); });
    console.log('ready');
  `);
  const output: string[] = [];
  process.stdout?.on('data', (chunk) => output.push(String(chunk)));
  await once(process.stdout as EventEmitter, 'data');
  process.kill('SIGTERM');
  const [code, signal] = await once(process, 'close');
  expect([output.join(''), code, signal]).toEqual(['ready\nstopped\n', 0, null]);
});

test('a real process stops when its parent closes the channel', async () => {
  const process = child(
    `
    const { stopWhenParentDies } = await import(${source('stop-when-parent-dies.ts')});
    const { StopSource } = await import('@klockwork/kernel');
    const stop = new StopSource();
    const keep = setInterval(() => {}, 1e6);
    stop.onStop(() => { clearInterval(keep); console.log('orphaned'); });
    stopWhenParentDies(stop);
    console.log('ready');
  `,
    true,
  );
  const output: string[] = [];
  process.stdout?.on('data', (chunk) => output.push(String(chunk)));
  await once(process.stdout as EventEmitter, 'data');
  // Not 'close': Node.js does not emit it for a child whose channel its parent closed.
  const ended = Promise.all([once(process, 'exit'), once(process.stdout as EventEmitter, 'end')]);
  process.disconnect();
  const [[code]] = await ended;
  expect([output.join(''), code]).toEqual(['ready\norphaned\n', 0]);
});

test.skipIf(!existsSync('/dev/full'))('a full disk does not end a logging process', () => {
  const full = openSync('/dev/full', 'w');
  const log = pinoLogger('clock', 'info', full);
  for (let line = 0; line < 3; line++) log.error({ line }, 'no room');
  closeSync(full);
});
