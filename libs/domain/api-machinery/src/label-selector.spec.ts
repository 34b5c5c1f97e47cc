import fc from 'fast-check';
import { expect, test } from 'vitest';
import { labelSelector, validateLabelSelector } from './label-selector.ts';

function refusal(text: string): string {
  try {
    labelSelector.parse(text);
  } catch (error) {
    return (error as Error).message;
  }
  return 'accepted';
}

test('a selector is printed sorted by key, its values sorted', () => {
  const texts = [
    '',
    'a=b',
    'a==b',
    'a!=b',
    'a',
    '!a',
    'a in (c,b,b)',
    'a notin ()',
    'b=1, a = 2',
    'a>1,b<2',
    'in in (in)',
    'x in (,a)',
    'a=',
    'a='.concat(',b'),
  ];
  expect(texts.map((text) => labelSelector.parse(text).toString())).toEqual([
    '',
    'a=b',
    'a==b',
    'a!=b',
    'a',
    '!a',
    'a in (b,c)',
    'a notin ()',
    'a=2,b=1',
    'a>1,b<2',
    'in in (in)',
    'x in (,a)',
    'a=',
    'a=,b',
  ]);
});

test('labels match if all requirements hold', () => {
  const labels = { app: 'web', tier: '3', empty: '' };
  const matching = [
    '',
    'app=web',
    'app',
    '!other',
    'other!=x',
    'app in (web,db)',
    'other notin (x)',
    'tier>2',
    'tier<10',
    'empty=',
    'empty in ()',
    'app=web,tier==3',
  ];
  const others = [
    'app=db',
    'other',
    '!app',
    'app!=web',
    'app notin (web)',
    'other in (x)',
    'tier>3',
    'app>1',
    'other>1',
    'constructor',
    'app=web,other',
  ];
  expect(matching.filter((text) => !labelSelector.parse(text).matches(labels))).toEqual([]);
  expect(others.filter((text) => labelSelector.parse(text).matches(labels))).toEqual([]);
  expect(labelSelector.parse('!a').matches(undefined)).toBe(true);
});

test("unreadable selectors have upstream's errors", () => {
  expect(
    ['a,', 'a b', ',a', 'a in b', 'a in (b', 'a in (b c)', 'a=(', '!=a', 'a=b c', '=', 'a===b', 'a in (=)', 'a>x'].map(refusal),
  ).toEqual([
    "found '', expected: identifier after ','",
    "unable to parse requirement: found 'b', expected: in, notin, =, ==, !=, gt, lt",
    "found ',', expected: !, identifier, or 'end of string'",
    "unable to parse requirement: found 'b' expected: '('",
    "unable to parse requirement: found '', expected: ',' or ')'",
    "unable to parse requirement: found 'c', expected: ',' or ')'",
    "unable to parse requirement: found '(', expected: identifier",
    "found '!=', expected: !, identifier, or 'end of string'",
    "found 'c', expected: ',' or 'end of string'",
    "found '=', expected: !, identifier, or 'end of string'",
    "unable to parse requirement: found '=', expected: identifier",
    "unable to parse requirement: found '=', expected: ',', ')' or identifier",
    "unable to parse requirement: values[0]: Invalid value: \"x\": for 'Gt', 'Lt' operators, the value must be an integer",
  ]);
  expect(refusal('a=b@c')).toBe(
    "unable to parse requirement: values[0][a]: Invalid value: \"b@c\": a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')",
  );
  expect(refusal('@=b')).toContain('unable to parse requirement: <nil>: Invalid value: "@": name part must consist of');
});

test('an absent selector matches nothing, an empty one everything', () => {
  expect(labelSelector.fromObject(undefined).matches({ a: 'b' })).toBe(false);
  expect(labelSelector.fromObject({}).matches(undefined)).toBe(true);
});

test('a selector object equals its text', () => {
  const selector = labelSelector.fromObject({
    matchLabels: { app: 'web' },
    matchExpressions: [
      { key: 'tier', operator: 'In', values: ['b', 'a'] },
      { key: 'old', operator: 'DoesNotExist' },
      { key: 'zone', operator: 'Exists' },
      { key: 'x', operator: 'NotIn', values: ['y'] },
    ],
  });
  expect(selector.toString()).toBe('app=web,!old,tier in (a,b),x notin (y),zone');
  expect(labelSelector.fromLabels({ b: '2', a: '1' }).toString()).toBe('a=1,b=2');
  expect(() => labelSelector.fromObject({ matchExpressions: [{ key: 'a', operator: 'Is' }] })).toThrow(
    '"Is" is not a valid label selector operator',
  );
});

test('a selector object that validation refuses is undefined on request, and an error of another cause is thrown', () => {
  expect(labelSelector.tryFromObject({ matchLabels: { app: 'web' } })?.toString()).toBe('app=web');
  expect(labelSelector.tryFromObject({ matchExpressions: [{ key: 'a', operator: 'Is' }] })).toBeUndefined();
  expect(labelSelector.tryFromObject({ matchLabels: { app: 'a b' } })).toBeUndefined();
  const broken = {
    get matchLabels(): Record<string, string> {
      throw new RangeError('broken');
    },
  };
  expect(() => labelSelector.tryFromObject(broken)).toThrow(RangeError);
});

test('a selector of a spec is validated per field', () => {
  const selector = {
    matchLabels: { app: 'a b' },
    matchExpressions: [
      { key: 'a', operator: 'In' },
      { key: 'a', operator: 'Exists', values: ['b'] },
      { key: 'a', operator: 'Is' },
      { key: 'a b', operator: 'NotIn', values: ['c', 'd e'] },
    ],
  };
  expect(validateLabelSelector(selector, 'spec.selector').map(({ field, message }) => `${field}: ${message.slice(0, 97)}`)).toEqual([
    'spec.selector.matchLabels: Invalid value: "a b": a valid label must be an empty string or consist of alphanumeric characters',
    "spec.selector.matchExpressions[0].values: Required value: must be specified when `operator` is 'In' or 'NotIn'",
    "spec.selector.matchExpressions[1].values: Forbidden: may not be specified when `operator` is 'Exists' or 'DoesNotExist'",
    'spec.selector.matchExpressions[2].operator: Invalid value: "Is": not a valid selector operator',
    "spec.selector.matchExpressions[3].key: Invalid value: \"a b\": name part must consist of alphanumeric characters, '-', '_' or '.', and mus",
    'spec.selector.matchExpressions[3].values[1]: Invalid value: "d e": a valid label must be an empty string or consist of alphanumeric characters',
  ]);
});

test('any text is read or refused with a Status', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom('a', 'in', 'notin', ' ', '(', ')', ',', '=', '!', '>', '<', '@') }), (text) => {
      const message = refusal(text);
      expect(message === 'accepted' || /^(found|unable to parse requirement)/.test(message)).toBe(true);
      if (message === 'accepted')
        expect(labelSelector.parse(labelSelector.parse(text).toString()).toString()).toBe(labelSelector.parse(text).toString());
    }),
  );
});
