import { describe, expect, test } from 'vitest';
import { jsonAnswer } from '../testing/scripted-webhooks.ts';
import { aServer, convert, type HostAtVersion, inV1, V1, V2 } from './testing/two-versions.ts';

describe('a conversion fails', () => {
  const success = (change: (object: { readonly metadata: object }) => unknown) => (request: { objects: HostAtVersion[] }) => ({
    convertedObjects: request.objects.map((one) => change(convert(one, 'example.com/v2') as { metadata: object })),
    result: { status: 'Success' },
  });
  const OBJECT = 'conversion webhook for example.com/v1, Kind=Test';

  // biome-ignore lint/suspicious/noExplicitAny: scripts of every answer
  test.each<[string, (request: any) => any, string]>([
    ['a failure', () => ({ result: { status: 'Failure', message: 'no way' } }), `${OBJECT} failed: no way`],
    ['no result', () => ({}), `${OBJECT} failed: response.result.status was '', not 'Success'`],
    [
      'a refused connection',
      () => ({ failure: 'dial tcp 127.0.0.1:9443: connect: connection refused' }),
      `${OBJECT} failed: Post "https://127.0.0.1:9443/convert?timeout=30s": dial tcp 127.0.0.1:9443: connect: connection refused`,
    ],
    [
      'no response',
      () => ({ answer: jsonAnswer({ kind: 'ConversionReview', apiVersion: 'apiextensions.k8s.io/v1' }) }),
      `${OBJECT} failed: no response provided`,
    ],
    ['too few objects', () => ({ convertedObjects: [], result: { status: 'Success' } }), `${OBJECT} returned 0 objects, expected 1`],
    [
      'an unconverted object',
      success((one) => ({ ...one, apiVersion: 'example.com/v1' })),
      `${OBJECT} returned invalid object at index 0: invalid groupVersion (expected example.com/v2, received example.com/v1)`,
    ],
    [
      'another name',
      success((one) => ({ ...one, metadata: { ...one.metadata, name: 'b' } })),
      `${OBJECT} returned invalid object: must have the same name: a != b`,
    ],
    [
      'an invalid label',
      success((one) => ({ ...one, metadata: { ...one.metadata, labels: { a: 1 } } })),
      `${OBJECT} returned invalid metadata: metadata.labels[a] must be a string, but is int64 in converted object`,
    ],
  ])('a webhook with %s fails reads, lists and deletions', async (_, script, message) => {
    const { client, https } = await aServer();
    await client.post(V1, inV1('a', 'web:80'));
    https.on('/convert', script);
    for (const answer of [await client.get(`${V2}/a`), await client.get(V2), await client.delete(`${V2}/a`)])
      expect([answer.status, answer.json.message]).toEqual([500, message]);
    expect((await client.get(`${V1}/a`)).status).toBe(200);
  });

  test('a failed conversion ends a watch with its error', async () => {
    const { client, https } = await aServer();
    const watch = await client.open(`${V2}?watch=true`);
    https.on('/convert', () => ({ result: { status: 'Failure', message: 'no way' } }));
    await client.post(V1, inV1('a', 'web:80'));
    await client.get(V2);
    expect(watch.lines).toMatchObject([{ type: 'ERROR', object: { code: 500, message: `${OBJECT} failed: no way` } }]);
  });

  test('a conversion changes no metadata but labels and annotations', async () => {
    const { client, https } = await aServer();
    const { metadata } = (await client.post(V1, inV1('a', 'web:80', { x: 'y' }))).json;
    https.on(
      '/convert',
      success((one) => ({ ...one, metadata: { ...one.metadata, finalizers: ['a/b'], labels: { z: 'y' }, generation: 7 } })),
    );
    expect((await client.get(`${V2}/a`)).json.metadata).toEqual({ ...metadata, labels: { z: 'y' } });
  });
});
