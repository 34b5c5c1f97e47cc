import { expect, it } from 'vitest';
import { copy, deepFreeze } from './freeze.ts';

it('what is frozen is frozen to the bottom; a copy is not, and shares nothing', () => {
  const pod = deepFreeze({ metadata: { labels: { app: 'web' } }, spec: { containers: [{ name: 'c' }] } });
  const draft = copy(pod);
  draft.metadata.labels.app = 'db';
  draft.spec.containers.push({ name: 'd' });
  expect(pod).toEqual({ metadata: { labels: { app: 'web' } }, spec: { containers: [{ name: 'c' }] } });
  expect(() => Object.assign(pod.spec.containers[0]!, { name: 'x' })).toThrow(TypeError);
});

it('a copy leaves out what is undefined, and takes __proto__ for data', () => {
  const hostile = JSON.parse('{"__proto__":{"admin":true},"a":[null,0,""]}') as object;
  const copied = copy({ ...hostile, b: undefined, ['__proto__']: undefined });
  expect(Object.keys(copied)).toEqual(['a']);
  expect(JSON.stringify(copy(hostile))).toBe('{"__proto__":{"admin":true},"a":[null,0,""]}');
  expect((copy(hostile) as { admin?: boolean }).admin).toBeUndefined();
});
