import { expect, test } from 'vitest';
import { questionPath, questionText } from './question.ts';

test('a question is an object, an object in the past, or a revision', () => {
  expect(questionPath(questionText({ resource: 'nodes', key: 'node-2' }))).toBe('/klockwork/v1/why?object=nodes%2Fnode-2');
  expect(questionPath(questionText({ resource: 'pods', key: 'shop/web' }, 812))).toBe(
    '/at/812/klockwork/v1/why?object=pods%2Fweb&namespace=shop',
  );
  expect(questionPath(' 812 ')).toBe('/klockwork/v1/why?revision=812');
});
