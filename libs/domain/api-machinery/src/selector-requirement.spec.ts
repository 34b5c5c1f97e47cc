import { expect, test } from 'vitest';
import { validateFieldRequirement, validateLabelRequirement } from './selector-requirement.ts';

const told = (judge: typeof validateLabelRequirement, ...args: Parameters<typeof validateLabelRequirement>) =>
  judge(...args).map(({ field, message }) => `${field}: ${message}`);

test('unknown operators are accepted if the caller allows them', () => {
  const requirement = { key: 'a', operator: 'Like', values: ['b'] };
  for (const judge of [validateLabelRequirement, validateFieldRequirement]) {
    expect(told(judge, requirement, 'r')).toEqual(['r.operator: Invalid value: "Like": not a valid selector operator']);
    expect(told(judge, requirement, 'r', { unknownOperators: true })).toEqual([]);
  }
});

test('field names and values are unrestricted', () => {
  expect(told(validateFieldRequirement, { key: '()', operator: 'In', values: ['()'] }, 'r')).toEqual([]);
  expect(told(validateFieldRequirement, { key: '', operator: 'NotIn', values: [] }, 'r')).toEqual([
    'r.key: Required value: must be specified',
    "r.values: Required value: must be specified when `operator` is 'In' or 'NotIn'",
  ]);
});
