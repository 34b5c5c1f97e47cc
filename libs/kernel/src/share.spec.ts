import fc from 'fast-check';
import { expect, test } from 'vitest';
import { deepFreeze } from './freeze.ts';
import { shareWith } from './share.ts';

test('equal parts are shared at any depth, and different parts are preserved', () => {
  const model = deepFreeze({
    metadata: { name: 'web-1' },
    spec: { tolerations: [{ key: 'a' }], node: 'node-1' },
    status: { ready: false },
  });
  const shared = shareWith(
    { metadata: { name: 'web-2' }, spec: { tolerations: [{ key: 'a' }], node: 'node-2' }, status: { ready: false } },
    model,
  );
  expect(shared).toEqual({ metadata: { name: 'web-2' }, spec: { tolerations: [{ key: 'a' }], node: 'node-2' }, status: { ready: false } });
  expect([shared.spec.tolerations, shared.status]).toEqual([model.spec.tolerations, model.status]);
  expect(shared.spec.tolerations).toBe(model.spec.tolerations);
  expect(shared.status).toBe(model.status);
});

test('an equal value is replaced by the model; other key orders prevent this', () => {
  const model = { a: [1, { b: '2' }] };
  expect(shareWith({ a: [1, { b: '2' }] }, model)).toBe(model);
  expect(JSON.stringify(shareWith({ b: 1, a: { d: 1, c: 2 } }, { b: 1, a: { c: 2, d: 1 } }))).toBe('{"b":1,"a":{"d":1,"c":2}}');
});

test('frozen values are unchanged', () => {
  const frozen = deepFreeze({ a: { b: 1 }, c: 1 });
  expect(shareWith(frozen, { a: { b: 1 }, c: 2 })).toBe(frozen);
});

test('a shared value equals the original for any model', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.jsonValue(), (value, model) => {
      const text = JSON.stringify(value);
      const modelText = JSON.stringify(model);
      expect(JSON.stringify(shareWith(value, model))).toBe(text);
      expect(JSON.stringify(model)).toBe(modelText);
    }),
  );
});
