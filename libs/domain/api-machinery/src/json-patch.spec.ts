import { ApiError, copy, deepFreeze } from '@klockwork/kernel';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { applyJsonPatch } from './json-patch.ts';
import { escapePointerStep } from './json-pointer.ts';
import { applyMergePatch } from './merge-patch.ts';

function refusal(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    if (error instanceof ApiError) return `${error.status.code} ${error.status.reason} ${error.message}`;
    throw error;
  }
  return 'applied';
}

const doc = deepFreeze({ a: { b: [1, 2, 3] }, 'x/y': 1, n: null });

test.each([
  [[{ op: 'add', path: '/a/c', value: { d: 1 } }], { a: { b: [1, 2, 3], c: { d: 1 } }, 'x/y': 1, n: null }],
  [[{ op: 'add', path: '/a/b/1', value: 9 }], { a: { b: [1, 9, 2, 3] }, 'x/y': 1, n: null }],
  [[{ op: 'add', path: '/a/b/-', value: 9 }], { a: { b: [1, 2, 3, 9] }, 'x/y': 1, n: null }],
  [[{ op: 'remove', path: '/a/b/0' }], { a: { b: [2, 3] }, 'x/y': 1, n: null }],
  [[{ op: 'replace', path: '/x~1y', value: null }], { a: { b: [1, 2, 3] }, 'x/y': null, n: null }],
  [[{ op: 'move', from: '/a/b', path: '/c' }], { a: {}, 'x/y': 1, n: null, c: [1, 2, 3] }],
  [[{ op: 'copy', from: '/a/b/2', path: '/a/b/0' }], { a: { b: [3, 1, 2, 3] }, 'x/y': 1, n: null }],
  [
    [
      { op: 'test', path: '/a', value: { b: [1, 2, 3] } },
      { op: 'test', path: '/n', value: null },
      { op: 'test', path: '/absent', value: null },
    ],
    doc,
  ],
  [[{ op: 'replace', path: '', value: { z: 1 } }], { z: 1 }],
  [
    [
      { op: 'add', path: '/__proto__', value: { polluted: true } },
      { op: 'remove', path: '/__proto__' },
    ],
    doc,
  ],
])('the operations %j apply', (operations, expected) => {
  expect(applyJsonPatch(doc, operations)).toEqual(expected);
});

test('an inapplicable patch is refused without a reason, as by the real server', () => {
  const bad = [
    [{ op: 'remove', path: '/absent' }],
    [{ op: 'replace', path: '/absent', value: 1 }],
    [{ op: 'add', path: '/absent/x', value: 1 }],
    [{ op: 'add', path: '/a/b/7', value: 1 }],
    [{ op: 'add', path: '/a/b/01', value: 1 }],
    [{ op: 'add', path: '/constructor/x', value: 1 }],
    [{ op: 'test', path: '/x~1y', value: 2 }],
    [{ op: 'add', path: '/a/c' }],
    [{ op: 'move', path: '/a/c' }],
    [{ op: 'jump', path: '/a' }],
    [{ op: 'add', path: 'a', value: 1 }],
  ];
  const answer = '422 Invalid the server rejected our request due to an error in our request';
  expect(bad.map((operations) => refusal(() => applyJsonPatch(doc, operations)))).toEqual(bad.map(() => answer));
});

test.each([
  [{ op: 'remove', path: '/absent' }, "error in remove for path: '/absent': Unable to remove nonexistent key: absent: missing value"],
  [{ op: 'replace', path: '/absent', value: 1 }, 'replace operation does not apply: doc is missing key: /absent: missing value'],
  [{ op: 'add', path: '/absent/x', value: 1 }, 'add operation does not apply: doc is missing path: "/absent/x": missing value'],
  [{ op: 'add', path: '/a/b/7', value: 1 }, "error in add for path: '/a/b/7': Unable to access invalid index: 7: invalid index referenced"],
  [{ op: 'move', from: '/absent/x', path: '/a/c' }, 'move operation does not apply: doc is missing from path: /absent/x: missing value'],
  [{ op: 'test', path: '/x~1y', value: 2 }, 'testing value /x~1y failed: test failed'],
  [{ op: 'jump', path: '/a' }, 'Unexpected kind: jump'],
])('the failed operation %j has the words of upstream', (operation, problem) => {
  expect(() => applyJsonPatch(doc, [operation], (text) => new Error(text))).toThrow(new Error(problem));
});

test('a patch that is not a list, or too long, is refused', () => {
  expect(refusal(() => applyJsonPatch(doc, { op: 'add' }))).toBe(
    '400 BadRequest json: cannot unmarshal object into Go value of type jsonpatch.Patch',
  );
  const long = Array.from({ length: 10_001 }, () => ({ op: 'remove', path: '/a' }));
  expect(refusal(() => applyJsonPatch(doc, long))).toBe(
    '413 RequestEntityTooLarge Request entity too large: The allowed maximum operations in a JSON patch is 10000, got 10001',
  );
});

test('copies cannot blow the document up', () => {
  const doubling = Array.from({ length: 40 }, (_, index) => ({ op: 'copy', from: '/a', path: `/a/${index}` }));
  expect(refusal(() => applyJsonPatch({ a: { text: 'x'.repeat(1_000) } }, doubling))).toContain('422 Invalid');
});

const json = fc.jsonValue({ maxDepth: 3 });
const object = fc.dictionary(fc.oneof(fc.string(), fc.constant('__proto__')), json);

test('adding, testing and removing a key leaves the rest as it was', () => {
  fc.assert(
    fc.property(object, fc.string(), json, (document, key, value) => {
      const path = `/${escapePointerStep(key)}`;
      const added = applyJsonPatch(deepFreeze(copy<unknown>(document)), [
        { op: 'add', path, value },
        { op: 'test', path, value },
      ]);
      const removed = applyJsonPatch(added, [{ op: 'remove', path }]) as Record<string, unknown>;
      expect(Object.keys(removed).sort()).toEqual(
        Object.keys(document)
          .filter((one) => one !== key)
          .sort(),
      );
    }),
  );
});

test('merge patches match the examples of RFC 7386', () => {
  const cases: [object, object, object][] = [
    [{ a: 'b' }, { a: 'c' }, { a: 'c' }],
    [{ a: 'b' }, { b: 'c' }, { a: 'b', b: 'c' }],
    [{ a: 'b', b: 'c' }, { a: null }, { b: 'c' }],
    [{ a: ['b'] }, { a: 'c' }, { a: 'c' }],
    [{ a: { b: 'c' } }, { a: { b: 'd', c: null } }, { a: { b: 'd' } }],
    [{ a: [{ b: 'c' }] }, { a: [1] }, { a: [1] }],
    [{ e: null }, { a: 1 }, { e: null, a: 1 }],
    [{}, { a: { bb: { ccc: null } } }, { a: { bb: {} } }],
  ];
  for (const [document, patch, expected] of cases) expect(applyMergePatch(deepFreeze(document), deepFreeze(patch))).toEqual(expected);
  expect(refusal(() => applyMergePatch({}, []))).toBe('400 BadRequest Invalid JSON Patch');
});

test('a merge patch is idempotent, and never touches a prototype', () => {
  fc.assert(
    fc.property(object, object, (document, patch) => {
      const once = applyMergePatch(deepFreeze(document), deepFreeze(patch));
      expect(applyMergePatch(once, patch)).toEqual(once);
      expect(Object.getPrototypeOf(once)).toBe(Object.prototype);
    }),
  );
});
