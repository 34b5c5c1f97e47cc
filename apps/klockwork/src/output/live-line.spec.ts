import { expect, test } from 'vitest';
import { LiveLine } from './live-line.ts';

/** Returns a recording stream and a manual clock. */
function stage(isTTY: boolean) {
  const stage = { text: '', now: 0 };
  const stream = {
    isTTY,
    columns: 12,
    write(chunk: string | Uint8Array) {
      stage.text += chunk;
      return true;
    },
  };
  return { stage, line: new LiveLine({ stream, now: () => stage.now }) };
}

test('a terminal shows one line, rewritten, cut to its width, and erased at the end', () => {
  const { stage: seen, line } = stage(true);
  line.show('10%');
  line.show('20% of a long way');
  line.clear();
  line.clear();
  expect(seen.text).toBe('\r\x1b[2K10%\r\x1b[2K20% of a l…\r\x1b[2K');
});

test('a pipe receives one line every five seconds, and none for shorter work', () => {
  const { stage: seen, line } = stage(false);
  for (const [now, text] of [
    [0, '10%'],
    [4_999, '20%'],
    [5_000, '30%'],
    [9_000, '40%'],
    [10_000, '50%'],
  ] as const) {
    seen.now = now;
    line.show(text);
  }
  line.clear();
  expect(seen.text).toBe('30%\n50%\n');
});
