import { expect, test } from 'vitest';
import { compareElements, keyElement, printElement, readElement, valueElement } from './path-element.ts';

test('elements are ordered by kind, then numbers by value and texts by their bytes', () => {
  const inOrder = [
    'f:',
    'f:A',
    'f:a',
    'f:a.b',
    'f:é',
    'f:\uff5e',
    'f:\u{1f600}',
    'k:{"containerPort":9,"protocol":"TCP"}',
    'k:{"containerPort":80,"protocol":"TCP"}',
    'k:{"containerPort":80,"protocol":"UDP"}',
    'k:{"name":"a"}',
    'k:{"name":"a!"}',
    'k:{"name":"a-b"}',
    'v:2',
    'v:10',
    'v:"10"',
    'v:false',
    'v:true',
    'v:null',
    'i:2',
    'i:10',
  ];
  expect(inOrder.toReversed().sort(compareElements)).toEqual(inOrder);
});

test.each([
  ['f:spec', '.spec'],
  ['f:kubernetes.io/name', '.kubernetes.io/name'],
  ['k:{"containerPort":80,"protocol":"TCP"}', '[containerPort=80,protocol="TCP"]'],
  ['v:"kubernetes"', '[="kubernetes"]'],
  ['v:true', '[=true]'],
  ['i:3', '[3]'],
])('%s is printed as %s', (element, text) => {
  expect(printElement(element)).toBe(text);
});

test.each([
  ['f:a:b', { element: 'f:a:b' }],
  ['k:{"b":1, "a":"x"}', { element: 'k:{"a":"x","b":1}' }],
  ['k:null', { element: 'k:{}' }],
  ['v:1.0', { element: 'v:1' }],
  ['i:007', { element: 'i:7' }],
  ['x:later', { element: undefined }],
  ['f', { problem: 'key must be 2 characters long:' }],
  ['spec', { problem: 'missing colon: spec' }],
  ['i:one', { problem: 'strconv.Atoi: parsing "one": invalid syntax' }],
  ['k:[]', { problem: 'ReadObjectCB: expect { or n' }],
  ['v:{', { problem: 'invalid path element: v:{' }],
])('%s is read as %j', (text, reading) => {
  expect(readElement(text)).toEqual(reading);
});

test('texts in elements have the escapes of upstream’s encoder', () => {
  expect(valueElement('<a>&\u2028\b\f\\b"')).toBe('v:"\\u003ca\\u003e\\u0026\\u2028\\u0008\\u000c\\\\b\\""');
  expect(keyElement(['name'], () => 'a"b')).toBe('k:{"name":"a\\"b"}');
  expect(valueElement(2n ** 63n - 1n)).toBe('v:9223372036854775807');
});
