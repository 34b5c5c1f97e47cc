import { expect, test } from 'vitest';
import { LogBuffer } from './log-buffer.ts';

test('output without a final line break ends in a partial line', () => {
  const log = new LogBuffer(1_000);
  log.write('stdout', 'one\nDO', 1);
  log.write('stdout', 'NE', 2);
  log.close(3);
  expect(log.read({})).toEqual([
    { sequence: 0, at: 1, stream: 'stdout', text: 'one' },
    { sequence: 1, at: 3, stream: 'stdout', text: 'DONE', partial: true },
  ]);
});

test('a long line is cut into partial lines, and the last part is whole', () => {
  const log = new LogBuffer(1_000_000);
  log.write('stdout', `${'x'.repeat(16_385)}`, 1);
  log.write('stdout', '\n', 2);
  expect(log.read({}).map(({ text, partial }) => [text.length, partial])).toEqual([
    [16_384, true],
    [1, undefined],
  ]);
});
