import { expect, test } from 'vitest';
import { copy, deepFreeze } from './freeze.ts';

test('deepFreeze freezes all levels; a copy is mutable and shares nothing', () => {
  const pod = deepFreeze({ metadata: { labels: { app: 'web' } }, spec: { containers: [{ name: 'c' }] } });
  const draft = copy(pod);
  draft.metadata.labels.app = 'db';
  draft.spec.containers.push({ name: 'd' });
  expect(pod).toEqual({ metadata: { labels: { app: 'web' } }, spec: { containers: [{ name: 'c' }] } });
  expect(() => Object.assign(pod.spec.containers[0]!, { name: 'x' })).toThrow(TypeError);
});

test('a copy omits undefined values, and treats __proto__ as data', () => {
  const hostile = JSON.parse('{"__proto__":{"admin":true},"a":[null,0,""]}') as object;
  const copied = copy({ ...hostile, b: undefined, ['__proto__']: undefined });
  expect(Object.keys(copied)).toEqual(['a']);
  expect(JSON.stringify(copy(hostile))).toBe('{"__proto__":{"admin":true},"a":[null,0,""]}');
  expect((copy(hostile) as { admin?: boolean }).admin).toBeUndefined();
});
