import { OutboundError } from '@klockwork/http-api';
import { decodeBase64, decodeUtf8, ManualClock, SeededRandom, StopSource } from '@klockwork/kernel';
import { expect, test } from 'vitest';
import { DescribedWebhooks, type WebhookRule } from './described-webhooks.ts';

const URL = 'https://hooks.test/check';

/** Calls a webhook with some rules; `timeoutMs` is lab time here. */
function call(rules: readonly WebhookRule[], { labels = {}, operation = 'CREATE', url = URL } = {}) {
  const clock = new ManualClock(0);
  const webhooks = new DescribedWebhooks([{ url: URL, rules }], { clock, random: new SeededRandom(1) });
  const review = {
    apiVersion: 'admission.k8s.io/v1',
    kind: 'AdmissionReview',
    request: { uid: 'u', operation, object: { metadata: { labels } } },
  };
  const stop = new StopSource();
  const answer = webhooks.send({
    method: 'POST',
    url: `${url}?timeout=2s`,
    headers: {},
    body: JSON.stringify(review),
    timeoutMs: 2_000,
    stop,
  });
  return { clock, answer };
}

const responseOf = async ({ answer }: ReturnType<typeof call>) => JSON.parse((await answer).body).response;

test('the first matching rule decides: denial, warnings, or a patch', async () => {
  const patch = [{ op: 'add', path: '/metadata/labels/a', value: 'b' }];
  const rules = [
    { matches: { labels: { color: 'red' } }, denial: 'no red' },
    { matches: { operations: ['UPDATE'] }, warnings: ['late'] },
    { patch },
  ];
  expect(await responseOf(call(rules, { labels: { color: 'red', b: 'c' } }))).toEqual({
    ...{ uid: 'u', allowed: false, warnings: [] },
    status: { code: 403, message: 'no red' },
  });
  expect(await responseOf(call(rules, { operation: 'UPDATE' }))).toEqual({ uid: 'u', allowed: true, warnings: ['late'] });
  const patched = await responseOf(call(rules));
  expect([patched.patchType, JSON.parse(decodeUtf8(decodeBase64(patched.patch)))]).toEqual(['JSONPatch', patch]);
  expect(await responseOf(call([]))).toEqual({ uid: 'u', allowed: true, warnings: [] });
});

test('an answer takes lab time, up to the timeout of the call', async () => {
  const slow = call([{ latencyMs: 300 }]);
  expect(slow.clock.nextAt()).toBe(300);
  slow.clock.advanceTo(300);
  expect((await slow.answer).status).toBe(200);
  const late = call([{ latencyMs: 3_000 }]);
  expect(late.clock.nextAt()).toBe(2_000);
  late.clock.advanceTo(2_000);
  await expect(late.answer).rejects.toEqual(new OutboundError('context deadline exceeded'));
});

test.each([
  ['refused', 'connect: connection refused'],
  ['hangs', 'context deadline exceeded'],
] as const)('a webhook that is described as failing (%s) fails the call', async (type, message) => {
  const { clock, answer } = call([{ failure: { type, percent: 100 } }]);
  const failed = expect(answer).rejects.toEqual(new OutboundError(message));
  clock.advanceTo(2_000);
  await failed;
});

test('a webhook may answer with an error, or malformed', async () => {
  expect((await call([{ failure: { type: 'unavailable', percent: 100 } }]).answer).status).toBe(503);
  expect((await call([{ failure: { type: 'malformed', percent: 100 } }]).answer).body).toBe('{"response":');
  expect(await responseOf(call([{ failure: { type: 'malformed', percent: 0 } }]))).toMatchObject({ allowed: true });
});

test('an address without a description fails as an unknown host', async () => {
  await expect(call([], { url: 'https://other.test/check' }).answer).rejects.toEqual(
    new OutboundError('dial tcp: lookup other.test: no such host'),
  );
});
