import { StoppedError } from '@klockwork/kernel';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { settle } from '../testing/lab-time.ts';
import { makePipe } from './pipe.ts';

const CAPACITY = 65_536;

describe('a pipe', () => {
  test('gives what was written, once and in order, and its end when no writer is left', async () => {
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

  test('has a reader wait for the first byte, and no longer', async () => {
    const { reader, writer } = makePipe();
    const seen: string[] = [];
    void reader.read().then((bytes) => seen.push(bytes));
    await settle();
    expect(seen).toEqual([]);
    writer.write('x');
    await settle();
    expect(seen).toEqual(['x']);
  });

  test('has a writer wait while it is more than full', async () => {
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

  test('is broken for a writer without a reader, also for one that waits', async () => {
    const { reader, writer } = makePipe();
    const waiting = writer.write('a'.repeat(CAPACITY + 1));
    reader.close();
    await expect(waiting).rejects.toMatchObject({ code: 'EPIPE' });
    await expect(writer.write('b')).rejects.toMatchObject({ code: 'EPIPE' });
  });

  test('lets a read and a write go whose own end is closed', async () => {
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

  test('loses and adds nothing, however it is cut', async () => {
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
