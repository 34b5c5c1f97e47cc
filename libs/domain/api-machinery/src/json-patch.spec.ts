import { ApiError, copy, deepFreeze } from '@klockwork/kernel';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
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
    [{ op: 'add', path: '/absent/x', value: 1 }],
    [{ op: 'add', path: '/a/b/7', value: 1 }],
    [{ op: 'add', path: '/constructor/x', value: 1 }],
    [{ op: 'test', path: '/x~1y', value: 2 }],
    [{ op: 'move', path: '/a/c' }],
    [{ op: 'jump', path: '/a' }],
    [{ op: 'add', path: 'a', value: 1 }],
  ];
  const answer = '422 Invalid the server rejected our request due to an error in our request';
  expect(bad.map((operations) => refusal(() => applyJsonPatch(doc, operations)))).toEqual(bad.map(() => answer));
});

const ATOI = 'strconv.Atoi: parsing';

/* Words and liberties of gopkg.in/evanphx/json-patch.v4 4.13, which Kubernetes 1.35 pins. */
describe('the words of upstream', () => {
  test.each([
    [{ op: 'add' }, 'add operation failed to decode path: missing value'],
    [{ op: 'add', path: '', value: 1 }, 'add operation does not apply: doc is missing path: "": missing value'],
    [{ op: 'add', path: 'a', value: 1 }, 'add operation does not apply: doc is missing path: "a": missing value'],
    [{ op: 'add', path: '/absent/x', value: 1 }, 'add operation does not apply: doc is missing path: "/absent/x": missing value'],
    [{ op: 'add', path: '/n/x', value: 1 }, 'add operation does not apply: doc is missing path: "/n/x": missing value'],
    [{ op: 'add', path: '/x~1y/z', value: 1 }, 'add operation does not apply: doc is missing path: "/x~1y/z": missing value'],
    [{ op: 'add', path: '/a/b/9/x', value: 1 }, 'add operation does not apply: doc is missing path: "/a/b/9/x": missing value'],
    [
      { op: 'add', path: '/a/b/7', value: 1 },
      "error in add for path: '/a/b/7': Unable to access invalid index: 7: invalid index referenced",
    ],
    [
      { op: 'add', path: '/a/b/-5', value: 1 },
      "error in add for path: '/a/b/-5': Unable to access invalid index: -5: invalid index referenced",
    ],
    [
      { op: 'add', path: '/a/b/x', value: 1 },
      `error in add for path: '/a/b/x': value was not a proper array index: 'x': ${ATOI} "x": invalid syntax`,
    ],
    [
      { op: 'add', path: '/a/b/9223372036854775808', value: 1 },
      `error in add for path: '/a/b/9223372036854775808': value was not a proper array index: '9223372036854775808': ${ATOI} "9223372036854775808": value out of range`,
    ],
  ])('of add: %j', refuses);

  test.each([
    [{ op: 'remove', path: 5 }, 'remove operation failed to decode path: missing value'],
    [{ op: 'remove', path: '' }, 'remove operation does not apply: doc is missing path: "": missing value'],
    [{ op: 'remove', path: '/absent/x' }, 'remove operation does not apply: doc is missing path: "/absent/x": missing value'],
    [{ op: 'remove', path: '/absent' }, "error in remove for path: '/absent': Unable to remove nonexistent key: absent: missing value"],
    [{ op: 'remove', path: '/a/c~1d' }, "error in remove for path: '/a/c~1d': Unable to remove nonexistent key: c/d: missing value"],
    [{ op: 'remove', path: '/a/b/3' }, "error in remove for path: '/a/b/3': Unable to access invalid index: 3: invalid index referenced"],
    [{ op: 'remove', path: '/a/b/-' }, `error in remove for path: '/a/b/-': ${ATOI} "-": invalid syntax`],
  ])('of remove: %j', refuses);

  test.each([
    [{ op: 'replace', value: 1 }, 'replace operation failed to decode path: operation missing path field: missing value'],
    [
      { op: 'replace', path: 5, value: 1 },
      'replace operation failed to decode path: json: cannot unmarshal number into Go value of type string',
    ],
    [{ op: 'replace', path: '', value: 1 }, 'replace operation value must be object or array: %!w(<nil>)'],
    [{ op: 'replace', path: '/absent/x', value: 1 }, 'replace operation does not apply: doc is missing path: /absent/x: missing value'],
    [{ op: 'replace', path: '/a/b/3', value: 1 }, 'replace operation does not apply: doc is missing key: /a/b/3: missing value'],
    [{ op: 'replace', path: '/a/b/x', value: 1 }, 'replace operation does not apply: doc is missing key: /a/b/x: missing value'],
  ])('of replace: %j', refuses);

  test.each([
    [{ op: 'move', path: '/c' }, 'move operation failed to decode from: operation, missing from field: missing value'],
    [{ op: 'move', from: '', path: '/c' }, 'move operation does not apply: doc is missing from path: : missing value'],
    [{ op: 'move', from: '/absent/x', path: '/c' }, 'move operation does not apply: doc is missing from path: /absent/x: missing value'],
    [
      { op: 'move', from: '/a/absent', path: '/c' },
      "error in move for path: 'absent': Unable to remove nonexistent key: absent: missing value",
    ],
    [
      { op: 'move', from: '/a/b/3', path: '/c' },
      "error in move for path: '3': Unable to access invalid index: 3: invalid index referenced",
    ],
    [{ op: 'move', from: '/a/b/x', path: '/c' }, `error in move for path: 'x': ${ATOI} "x": invalid syntax`],
    [{ op: 'move', from: '/a' }, 'move operation failed to decode path: operation missing path field: missing value'],
    [{ op: 'move', from: '/a', path: '/a/b' }, 'move operation does not apply: doc is missing destination path: /a/b: missing value'],
    [
      { op: 'move', from: '/n', path: '/a/b/x' },
      `error in move for path: '/a/b/x': value was not a proper array index: 'x': ${ATOI} "x": invalid syntax`,
    ],
  ])('of move: %j', refuses);

  test.each([
    [
      { op: 'copy', from: false, path: '/c' },
      'copy operation failed to decode from: json: cannot unmarshal bool into Go value of type string',
    ],
    [{ op: 'copy', from: '', path: '/c' }, 'copy operation does not apply: doc is missing from path: : missing value'],
    [
      { op: 'copy', from: '/a/b/3', path: '/c' },
      "error in copy for from: '/a/b/3': Unable to access invalid index: 3: invalid index referenced",
    ],
    [{ op: 'copy', from: '/a' }, 'copy operation failed to decode path: missing value'],
    [
      { op: 'copy', from: '/a', path: '/absent/x' },
      'copy operation does not apply: doc is missing destination path: /absent/x: missing value',
    ],
    [
      { op: 'copy', from: '/a', path: '/a/b/9' },
      'error while adding value during copy: Unable to access invalid index: 9: invalid index referenced',
    ],
  ])('of copy: %j', refuses);

  test.each([
    [{ op: 'test', value: 1 }, 'test operation failed to decode path: operation missing path field: missing value'],
    [{ op: 'test', path: '', value: {} }, 'testing value  failed: test failed'],
    [{ op: 'test', path: 'a', value: 1 }, 'test operation does not apply: is missing path: a: missing value'],
    [{ op: 'test', path: '/absent/x', value: 1 }, 'test operation does not apply: is missing path: /absent/x: missing value'],
    [
      { op: 'test', path: '/a/b/3', value: 1 },
      "error in test for path: '/a/b/3': Unable to access invalid index: 3: invalid index referenced",
    ],
    [{ op: 'test', path: '/x~1y', value: 2 }, 'testing value /x~1y failed: test failed'],
    [{ op: 'test', path: '/x~1y' }, 'testing value /x~1y failed: test failed'],
    [{ op: 'jump', path: '/a' }, 'Unexpected kind: jump'],
    [{ path: '/a' }, 'Unexpected kind: unknown'],
    [null, 'Unexpected kind: unknown'],
  ])('of test and of unknown operations: %j', refuses);

  test('for copies that blow the document up count bytes of UTF-8', () => {
    const text = 'é'.repeat(1_000_000);
    const operations = ['/b', '/c'].map((path) => ({ op: 'copy', from: '/a', path }));
    const problem = 'Unable to complete the copy, the accumulated size increase of copy is 4000004, exceeding the limit 3145728';
    expect(() => applyJsonPatch({ a: text }, operations, (words) => new Error(words))).toThrow(new Error(problem));
  });

  function refuses(operation: unknown, problem: string): void {
    expect(() => applyJsonPatch(doc, [operation], (words) => new Error(words))).toThrow(new Error(problem));
  }
});

test.each([
  ['an absent key is replaced', [{ op: 'replace', path: '/a/c', value: 1 }], { b: [1, 2, 3], c: 1 }],
  ['a missing value is null', [{ op: 'add', path: '/a/c' }], { b: [1, 2, 3], c: null }],
  ['an absent key is copied as null', [{ op: 'copy', from: '/absent', path: '/a/c' }], { b: [1, 2, 3], c: null }],
  ['an index may have zeros and a sign', [{ op: 'add', path: '/a/b/+01', value: 9 }], { b: [1, 9, 2, 3] }],
  ['negative indices count from the end', [{ op: 'remove', path: '/a/b/-1' }], { b: [1, 2] }],
  ['text before the first slash is ignored', [{ op: 'remove', path: 'odd/a/b/0' }], { b: [2, 3] }],
  ['null is an empty patch', null, { b: [1, 2, 3] }],
])("with upstream's liberties, %s", (_, operations, expected) => {
  expect(applyJsonPatch(doc, operations)).toMatchObject({ a: expected });
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
