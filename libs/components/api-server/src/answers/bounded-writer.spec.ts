import type { LinePieces } from '@klockwork/http-api';
import { expect, test, vi } from 'vitest';
import { BoundedWriter } from './bounded-writer.ts';

/** Creates a sink whose client takes initial lines one by one, and a writer with at most one waiting item. */
function writer() {
  const written: string[] = [];
  const state = { written, ended: false, next: () => {} };
  const sink = {
    write: (text: string | Uint8Array) => written.push(String(text)) > 0,
    async writeAll(lines: Iterable<LinePieces>) {
      for (const pieces of lines) {
        written.push(pieces.join(''));
        await new Promise<void>((resolve) => Object.assign(state, { next: resolve }));
      }
    },
    drained: async () => {},
    end: () => void Object.assign(state, { ended: true }),
  };
  const onCutOff = vi.fn();
  return { state, onCutOff, writer: new BoundedWriter<string>(sink, { textOf: (text) => text, pendingMax: 1, onCutOff }) };
}

/** Yields lines and counts them. */
function* counted(lines: readonly string[], made: { count: number }): Generator<LinePieces> {
  for (const line of lines) {
    made.count += 1;
    yield [line, ';'];
  }
}

test('initial lines precede waiting items, and each is built once the client took the previous one', async () => {
  const { state, writer: written } = writer();
  const made = { count: 0 };
  written.writeFirst(counted(['a', 'b'], made));
  written.write('later');
  written.end();
  expect([state.written, made.count]).toEqual([['a;'], 1]);
  state.next();
  await expect.poll(() => state.written).toEqual(['a;', 'b;']);
  state.next();
  await expect.poll(() => state.ended).toBe(true);
  expect(state.written).toEqual(['a;', 'b;', 'later']);
});

test('a cut-off client receives no further initial line, and its stream ends', async () => {
  const { state, onCutOff, writer: written } = writer();
  const made = { count: 0 };
  written.writeFirst(counted(['a', 'b', 'c'], made));
  for (const text of ['1', '2']) written.write(text);
  expect(onCutOff).toHaveBeenCalledOnce();
  state.next();
  await expect.poll(() => state.ended).toBe(true);
  expect(state.written).toEqual(['a;']);
});
