import { StoppedError } from '@klockwork/kernel';
import { settle } from '@klockwork/userland/testing';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { connectedEnds } from './tcp-end.ts';

const pair = () => connectedEnds({ address: '10.244.1.2', port: 40_000 }, { address: '10.244.1.3', port: 80 });
const RESET = { failure: 'reset', message: 'Connection reset by peer' };

describe('a connection', () => {
  test('a connection carries bytes in both directions, which end independently', async () => {
    const { client, server } = pair();
    client.write('ask');
    client.end();
    expect([await server.read(), await server.read()]).toEqual(['ask', undefined]);
    server.write('answer');
    server.end();
    expect([await client.read(), await client.read()]).toEqual(['answer', undefined]);
    await expect(client.write('more')).rejects.toThrow(StoppedError);
  });

  test('a writer waits while its peer is behind', async () => {
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

  test('bytes written before a close arrive, later ones are refused', async () => {
    const { client, server } = pair();
    server.write('bye');
    server.close();
    expect([await client.read(), await client.read()]).toEqual(['bye', undefined]);
    await expect(client.write('too late')).rejects.toMatchObject(RESET);
    await expect(server.read()).rejects.toThrow(StoppedError);
  });

  test('a close with unread bytes resets the connection', async () => {
    const { client, server } = pair();
    client.write('ignored');
    const reading = client.read();
    server.close();
    await expect(reading).rejects.toMatchObject(RESET);
  });

  test('a broken connection rejects pending reads and writes at once', async () => {
    const { client, server } = pair();
    const waiting = [client.write('x'.repeat(200_000)), client.read(), server.write('x'.repeat(200_000))];
    server.reset();
    for (const one of waiting) await expect(one).rejects.toMatchObject(RESET);
    await expect(server.read()).rejects.toMatchObject(RESET);
  });

  test('a broken connection rejects with its failure', async () => {
    const { client, server } = pair();
    client.fail('timeout');
    await expect(server.read()).rejects.toMatchObject({ failure: 'timeout', message: 'Connection timed out' });
  });

  test('a connection loses and adds nothing, however the bytes are split', async () => {
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
