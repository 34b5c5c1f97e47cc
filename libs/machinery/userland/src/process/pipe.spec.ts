import { StoppedError } from '@klockwork/kernel';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { settle } from '../testing/lab-time.ts';
import { makePipe } from './pipe.ts';

const CAPACITY = 65_536;

describe('a pipe', () => {
  test('a reader of a pipe gets each byte once and in order, then end of file', async () => {
    const { reader, writer } = makePipe();
    const other = writer.dup();
    writer.write('one ');
    writer.close();
    other.write('two');
    other.close();
    expect(await reader.read(2)).toBe('on');
    expect(await reader.read()).toBe('e two');
    expect(await reader.read()).toBe('');
  });

  test('a reader of a pipe waits for the first byte only', async () => {
    const { reader, writer } = makePipe();
    const seen: string[] = [];
    void reader.read().then((bytes) => seen.push(bytes));
    await settle();
    expect(seen).toEqual([]);
    writer.write('x');
    await settle();
    expect(seen).toEqual(['x']);
  });

  test('a writer waits while the pipe is full', async () => {
    const { reader, writer } = makePipe();
    expect(writer.write('a'.repeat(CAPACITY))).toBeUndefined();
    let done = false;
    void writer.write('b')?.then(() => {
      done = true;
    });
    await settle();
    expect(done).toBe(false);
    await reader.read(1);
    await settle();
    expect(done).toBe(true);
  });

  test('a pipe without readers is broken for its writer, and for a pending write', async () => {
    const { reader, writer } = makePipe();
    const waiting = writer.write('a'.repeat(CAPACITY + 1));
    reader.close();
    await expect(waiting).rejects.toMatchObject({ code: 'EPIPE' });
    await expect(writer.write('b')).rejects.toMatchObject({ code: 'EPIPE' });
  });

  test('closing a handle cancels its pending read or write', async () => {
    const { reader, writer } = makePipe();
    const reading = reader.read();
    reader.close();
    await expect(reading).rejects.toThrow(StoppedError);
    const { writer: full, reader: slow } = makePipe();
    const writing = full.write('a'.repeat(CAPACITY + 1));
    full.close();
    await expect(writing).rejects.toThrow(StoppedError);
    await expect(full.write('b')).rejects.toThrow(StoppedError);
    slow.close();
    writer.close();
  });

  test('a pipe loses and adds nothing, however the bytes are split', async () => {
    const chunks = fc.array(fc.string({ minLength: 1, maxLength: 20 }));
    const sizes = fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 1 });
    await fc.assert(
      fc.asyncProperty(chunks, sizes, async (written, read) => {
        const { reader, writer } = makePipe();
        for (const chunk of written) writer.write(chunk);
        writer.close();
        let seen = '';
        for (let turn = 0; ; turn++) {
          const bytes = await reader.read(read[turn % read.length]);
          if (bytes === '') break;
          seen += bytes;
        }
        expect(seen).toBe(written.join(''));
      }),
    );
  });
});
