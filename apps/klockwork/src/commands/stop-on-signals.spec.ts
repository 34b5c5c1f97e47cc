import { once } from 'node:events';
import { type AddressInfo, connect, createServer } from 'node:net';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { output } from '../output/closed-pipe.ts';
import { stopOnSignals } from './stop-on-signals.ts';

const stop = vi.fn(async () => {});
let removeListeners: () => void;
beforeEach(() => {
  stop.mockClear();
  removeListeners = stopOnSignals({ stop });
});
afterEach(() => removeListeners());

test('a connection that breaks while it is written to does not stop the lab', async () => {
  const server = createServer((accepted) => accepted.destroy()).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const connection = connect((server.address() as AddressInfo).port, '127.0.0.1');
  const broken = once(connection, 'error');
  await once(connection, 'connect');
  // The peer closes while this process is busy: the first write triggers a reset, and the second write fails.
  await new Promise((resolve) => setImmediate(resolve));
  for (const text of ['a', 'b', 'c']) {
    connection.write(text);
    occupy(20);
  }
  expect(await broken).toMatchObject([{ code: 'EPIPE' }]);
  // Signals arrive in order: this one proves that the broken connection sent none.
  const later = once(process, 'SIGUSR2');
  process.kill(process.pid, 'SIGUSR2');
  await later;
  expect(stop).not.toHaveBeenCalled();
  server.close();
});

test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('%s stops the lab', async (signal) => {
  const caught = once(process, signal);
  process.kill(process.pid, signal);
  await caught;
  expect(stop).toHaveBeenCalledOnce();
});

test('a closed output stops the lab', () => {
  expect(output.emit('closed')).toBe(true);
  expect(stop).toHaveBeenCalledOnce();
});

test('two signals at once stop the lab once', () => {
  process.emit('SIGINT', 'SIGINT');
  process.emit('SIGINT', 'SIGINT');
  expect(stop).toHaveBeenCalledOnce();
});

function occupy(ms: number): void {
  const end = performance.now() + ms;
  while (performance.now() < end);
}
