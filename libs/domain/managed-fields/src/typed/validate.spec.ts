import { schemaOf } from '@klockwork/openapi';
import { expect, test } from 'vitest';
import { mergeSchema } from '../merge-schema.ts';
import { thing } from '../testing/things.ts';
import { mismatchText } from './validate.ts';

test('values of the right types fit, and so does null', () => {
  const object = {
    text: 'a',
    number: 1.5,
    size: 1,
    labels: { a: null },
    items: [{ name: 'a', on: true }],
    anything: [{}],
    raw: 1,
    nested: null,
  };
  expect(mismatchText(object, thing)).toBeUndefined();
});

test.each([
  [{ text: 1 }, '.text: expected string, got &value.valueUnstructured{Value:1}'],
  [
    { text: { b: 1, a: ['x', null] } },
    '.text: expected string, got &value.valueUnstructured{Value:map[string]interface {}{"a":[]interface {}{"x", interface {}(nil)}, "b":1}}',
  ],
  [{ number: 'a' }, '.number: expected numeric (int or float), got string'],
  [{ number: [] }, '.number: expected numeric (int or float), got []interface {}'],
  [{ nested: { inner: { on: 'yes' } } }, '.nested.inner.on: expected boolean, got &{yes}'],
  [{ size: {} }, '.size: expected any scalar, got &{map[]}'],
  [{ labels: 'a' }, '.labels: expected map, got &{a}'],
  [{ items: { name: 'a' } }, '.items: expected list, got &{map[name:a]}'],
  [{ nested: { outer: 1 } }, '.nested.outer: field not declared in schema'],
  [{ args: ['a', 1] }, '.args[1]: expected string, got &value.valueUnstructured{Value:1}'],
  [{ finalizers: ['a', 'a'] }, '.finalizers: duplicate entries for key [="a"]'],
  [{ items: [{ name: 'a', protocol: 'TCP' }, { name: 'a' }] }, '.items: duplicate entries for key [name="a",protocol="TCP"]'],
  [
    { patched: [{ protocol: 'TCP' }] },
    '.patched: element 0: associative list with keys has an element that omits all key fields ["name"] (and doesn\'t have default values for any key fields)',
  ],
  [
    { text: true, items: [{ name: 'a', value: 2 }] },
    'errors:\n  .text: expected string, got &value.valueUnstructured{Value:true}\n  .items[name="a",protocol="TCP"].value: expected string, got &value.valueUnstructured{Value:2}',
  ],
])('%j is refused', (object, message) => {
  expect(mismatchText(object, thing)).toBe(message);
});

test("a numeric label is refused with upstream's message", () => {
  const deployment = mergeSchema(schemaOf('io.k8s.api.apps.v1.Deployment'));
  expect(mismatchText({ spec: { selector: { matchLabels: { release: 1 } } } }, deployment)).toBe(
    '.spec.selector.matchLabels.release: expected string, got &value.valueUnstructured{Value:1}',
  );
});

test('all errors of an object are reported', () => {
  const labels = Object.fromEntries(Array.from({ length: 200_000 }, (_, index) => [`l${index}`, index]));
  expect(mismatchText({ labels }, thing)?.split('\n')).toHaveLength(200_001);
});
