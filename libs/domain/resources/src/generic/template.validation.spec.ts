import type { LabelSelector } from '@klockwork/kubernetes-types';
import { expect, test } from 'vitest';
import { matcherOf } from './template.validation.ts';

test.each<[string, LabelSelector | undefined, boolean | undefined]>([
  ['matches the labels that it names', { matchLabels: { app: 'web' } }, true],
  ['does not match other labels', { matchLabels: { app: 'db' } }, false],
  ['matches all labels when it is empty', {}, true],
  ['matches no labels when it is absent', undefined, false],
  ['has no matcher when it is invalid', { matchExpressions: [{ key: 'app', operator: 'Like' }] }, undefined],
])('a selector %s', (_, selector, matched) => {
  expect(matcherOf(selector)?.({ app: 'web' })).toBe(matched);
});

test('an error from elsewhere than the selector is thrown', () => {
  const broken = {
    get matchLabels(): Record<string, string> {
      throw new RangeError('broken');
    },
  };
  expect(() => matcherOf(broken)).toThrow(RangeError);
});
