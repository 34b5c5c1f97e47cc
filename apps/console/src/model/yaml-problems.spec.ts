import { expect, test } from 'vitest';
import { causesOf, fieldProblems, parsedYaml, yamlOf } from './yaml-problems.ts';

const TEXT = `apiVersion: v1
metadata:
  name: web
spec:
  containers:
    - name: a
      image: ""
    - name: b
`;
const places = (...fields: string[]) =>
  fieldProblems(
    TEXT,
    fields.map((field) => ({ field, message: 'x' })),
  ).map(({ from, to }) => TEXT.slice(from, to).trim());

test('a cause stands beside the key of its field, or of the nearest parent', () => {
  expect(places('spec.containers[0].image', 'spec.containers[1].image', 'spec.gone.deep', 'metadata.name', 'gone', '')).toEqual([
    ...['image', 'name: b', 'spec', 'name', '', ''],
  ]);
});

test('an unknown field is found in the words of strict decoding', () => {
  const message = 'strict decoding error: unknown field "spec.containers[0].imag", duplicate field "spec.x"';
  expect(causesOf(message, [])).toEqual([
    { field: 'spec.containers[0].imag', message: 'unknown field' },
    { field: 'spec.x', message: 'duplicate field' },
  ]);
  expect(causesOf(message, [{ field: 'a', message: 'b' }])).toEqual([{ field: 'a', message: 'b' }]);
});

test('an object is written without its managed fields, and read again', () => {
  const object = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'web' }, spec: { command: ['a: b'] } };
  const text = yamlOf({ ...object, metadata: { ...object.metadata, managedFields: [{}] } });
  expect([text.split('\n')[0], parsedYaml(text)]).toEqual(['apiVersion: v1', { object }]);
});

test('invalid YAML has a problem at its place', () => {
  expect(parsedYaml('a: [')).toMatchObject({ problems: [{ from: 4 }] });
  expect(parsedYaml('- a')).toEqual({ problems: [{ from: 0, to: 3, message: 'the text has no object' }] });
});
