import { expect, test } from 'vitest';
import { parseBool } from './parse-bool.ts';

test("only Go's boolean texts are parsed", () => {
  expect(['1', 't', 'T', 'true', 'TRUE', 'True'].map(parseBool)).toEqual(Array(6).fill(true));
  expect(['0', 'f', 'F', 'false', 'FALSE', 'False'].map(parseBool)).toEqual(Array(6).fill(false));
  expect([undefined, '', 'tRue', 'yes', 'no', '2', ' true'].map(parseBool)).toEqual(Array(7).fill(undefined));
});
