import { expect, test } from 'vitest';
import { fieldSelector } from './field-selector.ts';

test('terms are read sorted, with all three operators and escapes', () => {
  expect(fieldSelector.parse('status.phase!=Failed,spec.nodeName==n1,metadata.name=a\\,b\\=c\\\\,involvedObject.namespace=')).toEqual([
    { field: 'involvedObject.namespace', op: '=', value: '' },
    { field: 'metadata.name', op: '=', value: 'a,b=c\\' },
    { field: 'spec.nodeName', op: '=', value: 'n1' },
    { field: 'status.phase', op: '!=', value: 'Failed' },
  ]);
  expect(fieldSelector.parse('')).toEqual([]);
});

test('an absent field equals the empty text', () => {
  const read = (field: string) => (field === 'metadata.name' ? 'web' : '');
  expect(fieldSelector.matches(fieldSelector.parse('metadata.name=web,involvedObject.namespace='), read)).toBe(true);
  expect(fieldSelector.matches(fieldSelector.parse('metadata.name!=web'), read)).toBe(false);
});

test("unreadable selectors have upstream's errors", () => {
  expect(() => fieldSelector.parse('a=b,c')).toThrow("invalid selector: 'a=b,c'; can't understand 'c'");
  expect(() => fieldSelector.parse('a=b=c')).toThrow('invalid field selector: unescaped character in value: 61');
  expect(() => fieldSelector.parse('a=b\\c')).toThrow('invalid field selector: invalid escape sequence: \\c');
});
