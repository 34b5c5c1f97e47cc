import { expect, test } from 'vitest';
import { AuditAnnotations } from './audit-annotations.ts';

test('annotations are listed in the order of keys, and an equal value is added once', () => {
  const annotations = new AuditAnnotations();
  expect(annotations.all).toBeUndefined();
  expect([
    annotations.add('b.example.com/x', '1'),
    annotations.add('a.example.com/x', '2'),
    annotations.add('b.example.com/x', '1'),
  ]).toEqual([undefined, undefined, undefined]);
  expect(Object.entries(annotations.all ?? {})).toEqual([
    ['a.example.com/x', '2'],
    ['b.example.com/x', '1'],
  ]);
});

test.each([
  [
    'plain',
    "annotation key has invalid format, the right format is a DNS subdomain prefix and '/' and key name. (e.g. 'podsecuritypolicy.admission.k8s.io/admit-policy')",
  ],
  ['a.example.com/', /^annotation key has invalid format name part must be non-empty,.*A qualified name like .* is required\.$/],
  ['a.example.com/b/c', /^annotation key has invalid format, the right format/],
])('the key %j is refused', (key, problem) => {
  const annotations = new AuditAnnotations();
  expect(annotations.add(key, 'x')).toMatch(problem);
  expect(annotations.all).toBeUndefined();
});

test('a second value of a key is refused, and the first stays', () => {
  const annotations = new AuditAnnotations();
  annotations.add('a.example.com/x', '1');
  expect(annotations.add('a.example.com/x', '2')).toBe(
    'admission annotations are not allowd to be overwritten, key:"a.example.com/x", old value: {Metadata 1}, new value: {Metadata 2}',
  );
  expect(annotations.all).toEqual({ 'a.example.com/x': '1' });
});

test('annotations above 100 KiB are dropped, and the event is marked as truncated', () => {
  const annotations = new AuditAnnotations();
  annotations.add('a.example.com/x', 'small');
  annotations.add('a.example.com/y', 'é'.repeat(51_200));
  expect(annotations.all).toEqual({ 'a.example.com/x': 'small', 'audit.k8s.io/truncated': 'true' });
});
