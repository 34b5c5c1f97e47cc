import { expect, it } from 'vitest';
import { parseBool } from './parse-bool.ts';

it('knows the booleans that Go knows, and no others', () => {
  expect(['1', 't', 'T', 'true', 'TRUE', 'True'].map(parseBool)).toEqual(Array(6).fill(true));
  expect(['0', 'f', 'F', 'false', 'FALSE', 'False'].map(parseBool)).toEqual(Array(6).fill(false));
  expect([undefined, '', 'tRue', 'yes', 'no', '2', ' true'].map(parseBool)).toEqual(Array(7).fill(undefined));
});
