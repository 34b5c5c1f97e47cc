import { expect, test } from 'vitest';
import { matchingItems } from './palette.ts';

const items = ['Map', 'nodes/node-2', 'Break node-2…', 'pods/shop/node-2-proxy'].map((text) => ({ id: text, text, run: () => {} }));
const texts = (query: string) => matchingItems(items, query).map(({ text }) => text);

test('an entry matches by all words of the query, in any order and case', () => {
  expect(texts('NODE-2 break')).toEqual(['Break node-2…']);
  expect(texts('shop node')).toEqual(['pods/shop/node-2-proxy']);
  expect(texts('nothing')).toEqual([]);
});

test('entries that begin with the query come first', () => {
  expect(texts('node')).toEqual(['nodes/node-2', 'Break node-2…', 'pods/shop/node-2-proxy']);
});

test('a long list is cut', () => {
  const many = Array.from({ length: 80 }, (_, index) => ({ id: String(index), text: `pod-${index}`, run: () => {} }));
  expect(matchingItems(many, '')).toHaveLength(50);
});
