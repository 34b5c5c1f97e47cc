import { StoppedError } from '@klockwork/kernel';
import { expect, test } from 'vitest';
import { Terminal } from './terminal.ts';

/** Terminal with recorded screen and signals. */
function terminal() {
  const screen: string[] = [];
  const signals: string[] = [];
  const tty = new Terminal({
    failed: expect.unreachable,
    show: (bytes) => void screen.push(bytes),
    size: () => undefined,
    signal: (signal) => signals.push(signal),
  });
  return { tty, screen, signals };
}

test('a reader gets one line at a time, typed before or after the read', async () => {
  const { tty, screen } = terminal();
  const reader = tty.reader();
  tty.type('one\rtwo\r');
  expect([await reader.read(), await reader.read(2), await reader.read()]).toEqual(['one\n', 'tw', 'o\n']);
  const waiting = reader.read();
  tty.type('three\r');
  expect(await waiting).toBe('three\n');
  expect(screen).toEqual(['one\r\n', 'two\r\n', 'three\r\n']);
});

test('a cancelled read leaves the line to other readers', async () => {
  const { tty } = terminal();
  const [killed, shell] = [tty.reader(), tty.reader().dup()];
  const given = killed.read();
  killed.close();
  await expect(given).rejects.toThrow(StoppedError);
  const reading = shell.read();
  tty.type('x\r');
  expect(await reading).toBe('x\n');
  await expect(killed.read()).rejects.toThrow(StoppedError);
});

test('an end is read once, the end of typing for ever', async () => {
  const { tty } = terminal();
  const reader = tty.reader();
  tty.type('\x04x\r');
  expect([await reader.read(), await reader.read()]).toEqual(['', 'x\n']);
  const waiting = reader.read();
  tty.hangUp();
  expect([await waiting, await reader.read()]).toEqual(['', '']);
});

test('an interrupt discards typed, unread bytes', async () => {
  const { tty, signals } = terminal();
  tty.type('lost\r\x03kept\r');
  expect([signals, await tty.reader().read()]).toEqual([['INT'], 'kept\n']);
});

test('output gets carriage returns', () => {
  const { tty, screen } = terminal();
  void tty.writer().write('a\nb');
  expect([screen, tty.writer().isTerminal]).toEqual([['a\r\nb'], true]);
});
