import { expect, test } from 'vitest';
import { validateFieldRequirement, validateLabelRequirement } from './selector-requirement.ts';

const told = (judge: typeof validateLabelRequirement, ...args: Parameters<typeof validateLabelRequirement>) =>
  judge(...args).map(({ field, message }) => `${field}: ${message}`);

test('operators of tomorrow are taken where the caller says so', () => {
  const requirement = { key: 'a', operator: 'Like', values: ['b'] };
  for (const judge of [validateLabelRequirement, validateFieldRequirement]) {
    expect(told(judge, requirement, 'r')).toEqual(['r.operator: Invalid value: "Like": not a valid selector operator']);
    expect(told(judge, requirement, 'r', { unknownOperators: true })).toEqual([]);
  }
});

test('a field may be named anything, and its values say anything', () => {
  expect(told(validateFieldRequirement, { key: '()', operator: 'In', values: ['()'] }, 'r')).toEqual([]);
  expect(told(validateFieldRequirement, { key: '', operator: 'NotIn', values: [] }, 'r')).toEqual([
    'r.key: Required value: must be specified',
    "r.values: Required value: must be specified when `operator` is 'In' or 'NotIn'",
  ]);
});
