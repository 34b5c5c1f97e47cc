import { expect, test } from 'vitest';
import { commandOf, KEYS } from './keys.ts';

const press = (key: string, parts = {}) => ({ key, ctrlKey: false, metaKey: false, altKey: false, ...parts });

test('no key has two commands', () => {
  expect(new Set(KEYS.map(({ key }) => key)).size).toBe(KEYS.length);
});

test('text fields keep their keys, except the palette', () => {
  expect([commandOf(press('p'), false), commandOf(press('p'), true)]).toEqual(['pause', undefined]);
  expect(commandOf(press('K', { metaKey: true }), true)).toBe('palette');
  expect(commandOf(press('k', { ctrlKey: true }), false)).toBe('palette');
});

test('keys of the browser stay free', () => {
  expect([commandOf(press('p', { ctrlKey: true }), false), commandOf(press('1', { altKey: true }), false)]).toEqual([undefined, undefined]);
});
