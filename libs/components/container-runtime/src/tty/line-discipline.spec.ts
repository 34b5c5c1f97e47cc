import fc from 'fast-check';
import { expect, test } from 'vitest';
import { LineDiscipline, type TtyEvent } from './line-discipline.ts';

const type = (bytes: string) => new LineDiscipline().take(bytes);
const inputs = (events: readonly TtyEvent[]) => events.flatMap((event) => ('input' in event ? [event.input] : []));

test.each<[string, string, TtyEvent[]]>([
  ['a line', 'ls\r', [{ echo: 'ls\r\n' }, { input: 'ls\n' }]],
  ['a line feed, as a line end', 'ls\n', [{ echo: 'ls\r\n' }, { input: 'ls\n' }]],
  ['no line end yet', 'ls', [{ echo: 'ls' }]],
  ['an erased letter', 'lx\x7fs\r', [{ echo: 'lx\b \bs\r\n' }, { input: 'ls\n' }]],
  ['more erased than there is', '\x7f\x7fa\r', [{ echo: 'a\r\n' }, { input: 'a\n' }]],
  ['an erased letter of two bytes', '\u00c3\u00a9\x7f\r', [{ echo: '\u00c3\u00a9\b \b\r\n' }, { input: '\n' }]],
  ['an erased control character', '\x01\x7f\r', [{ echo: '^A\b \b\b \b\r\n' }, { input: '\n' }]],
  ['an erased word', 'a bc \x17\r', [{ echo: `a bc ${'\b \b'.repeat(3)}\r\n` }, { input: 'a \n' }]],
  ['an erased line', 'abc\x15d\r', [{ echo: `abc${'\b \b'.repeat(3)}d\r\n` }, { input: 'd\n' }]],
  ['the interrupt, which drops the line', 'abc\x03\r', [{ echo: 'abc^C' }, { signal: 'INT' }, { echo: '\r\n' }, { input: '\n' }]],
  ['quit', '\x1c', [{ echo: '^\\' }, { signal: 'QUIT' }]],
  ['the end', '\x04', [{ input: '' }]],
  ['the end within a line, which sends what there is', 'ab\x04', [{ echo: 'ab' }, { input: 'ab' }]],
  ['a tab', '\t', [{ echo: '\t' }]],
])('%s', (_, bytes, events) => {
  expect(type(bytes)).toEqual(events);
});

test('a line is limited to 4,096 bytes, then the bell rings', () => {
  const events = type(`${'x'.repeat(5_000)}\r`);
  expect(inputs(events)).toEqual([`${'x'.repeat(4_095)}\n`]);
  expect(events[0]).toEqual({ echo: `${'x'.repeat(4_095)}${'\x07'.repeat(905)}\r\n` });
});

test('the result is independent of how typed bytes are split', () => {
  const typed = fc.array(fc.constantFrom('a', ' ', '\r', '\x7f', '\x03', '\x04', '\x15', '\x17', '\u00c3', '\u00a9', '\x01'));
  fc.assert(
    fc.property(typed, (bytes) => {
      const tty = new LineDiscipline();
      const one = bytes.flatMap((byte) => tty.take(byte));
      const all = type(bytes.join(''));
      const echo = (events: readonly TtyEvent[]) => events.map((event) => ('echo' in event ? event.echo : '')).join('');
      expect([echo(one), inputs(one)]).toEqual([echo(all), inputs(all)]);
    }),
  );
});
