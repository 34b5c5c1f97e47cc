import { expect, test } from 'vitest';
import { placeIn } from './yaml-place.ts';

const TEXT = `spec:
  replicas: 2
  # comment
  template:
    spec:
      containers:
      - name: web
        ports:
          - containerPort: 80
        im`;

/** Returns the place at the end of the text. */
const place = (text: string) => {
  const lines = text.split('\n');
  return placeIn(lines, lines.at(-1)?.length ?? 0);
};

test('a key has the path of its indentation, through lists', () => {
  expect(place(TEXT)).toEqual({ path: ['spec', 'template', 'spec', 'containers', '[]'], key: 'im', isValue: false });
  expect(place(`${TEXT.split('\n').slice(0, 8).join('\n')}\n          - co`).path).toEqual([
    ...['spec', 'template', 'spec', 'containers', '[]', 'ports', '[]'],
  ]);
});

test('an empty line has the path of the cursor', () => {
  expect([place('spec:\n  a:\n    b: 1\n  '), place('spec:\n  a: 1\n')].map(({ path }) => path)).toEqual([['spec'], []]);
});

test('a value has the key before its colon', () => {
  expect(place('spec:\n  restartPolicy: Al')).toEqual({ path: ['spec'], key: 'restartPolicy', isValue: true });
});

test('another document has no part in the path', () => {
  expect(place('a:\n---\n  b').path).toEqual([]);
});
