import { describe, expect, test } from 'vitest';
import { expandVariables } from './expand.ts';

const variables: Readonly<Record<string, string>> = { A: '1', B: '$(A)', 'my.name': 'x', EMPTY: '' };

describe('a text with variables', () => {
  test.each([
    ['$(A)', '1'],
    ['<$(A)$(A)>', '<11>'],
    ['$(EMPTY)', ''],
    ['$(my.name)', 'x'],
    ['$(B)', '$(A)'],
    ['$(NONE)', '$(NONE)'],
    ['$$(A)', '$(A)'],
    ['$$$(A)', '$1'],
    ['$A $ $', '$A $ $'],
    ['$(A', '$(A'],
    ['$()', '$()'],
    ['$((A))', '$((A))'],
  ])('the text %s expands to %s', (text, expanded) => {
    expect(expandVariables(text, (name) => variables[name])).toBe(expanded);
  });
});
