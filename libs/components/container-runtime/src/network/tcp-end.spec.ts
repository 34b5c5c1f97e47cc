import { StoppedError } from '@klockwork/kernel';
import { settle } from '@klockwork/userland/testing';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { connectedEnds } from './tcp-end.ts';

const pair = () => connectedEnds({ address: '10.244.1.2', port: 40_000 }, { address: '10.244.1.3', port: 80 });
const RESET = { failure: 'reset', message: 'Connection reset by peer' };

describe('a connection', () => {
  test('carries bytes both ways, and each way ends by itself', async () => {
    const { client, server } = pair();
    client.write('ask');
    client.end();
    expect([await server.read(), await server.read()]).toEqual(['ask', undefined]);
    server.write('answer');
    server.end();
    expect([await client.read(), await client.read()]).toEqual(['answer', undefined]);
    await expect(client.write('more')).rejects.toThrow(StoppedError);
  });

  test('has a writer wait while the other side is behind', async () => {
    const { client, server } = pair();
    let done = false;
    void client.write('x'.repeat(200_000))?.then(() => {
      done = true;
    });
    await settle();
    expect(done).toBe(false);
    while (!done) await server.read();
    expect(done).toBe(true);
  });

  test('lets what was written arrive after it was closed, and refuses what comes then', async () => {
    const { client, server } = pair();
    server.write('bye');
    server.close();
    expect([await client.read(), await client.read()]).toEqual(['bye', undefined]);
    await expect(client.write('too late')).rejects.toMatchObject(RESET);
    await expect(server.read()).rejects.toThrow(StoppedError);
  });

  test('is reset when it is closed with bytes that nobody read', async () => {
    const { client, server } = pair();
    client.write('ignored');
    const reading = client.read();
    server.close();
    await expect(reading).rejects.toMatchObject(RESET);
  });

  test('breaks off at once for who waits to read or write', async () => {
    const { client, server } = pair();
    const waiting = [client.write('x'.repeat(200_000)), client.read(), server.write('x'.repeat(200_000))];
    server.reset();
    for (const one of waiting) await expect(one).rejects.toMatchObject(RESET);
    await expect(server.read()).rejects.toMatchObject(RESET);
  });

  test('says how it broke', async () => {
    const { client, server } = pair();
    client.fail('timeout');
    await expect(server.read()).rejects.toMatchObject({ failure: 'timeout', message: 'Connection timed out' });
  });

  test('loses and adds nothing, however it is cut', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.string()), fc.integer({ min: 1, max: 30 }), async (written, size) => {
        const { client, server } = pair();
        for (const bytes of written) client.write(bytes);
        client.end();
        let seen = '';
        for (let bytes = await server.read(size); bytes !== undefined; bytes = await server.read(size)) seen += bytes;
        expect(seen).toBe(written.join(''));
      }),
    );
  });
});
