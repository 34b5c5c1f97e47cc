import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { yamlText } from './yaml-text.ts';

test('a value is YAML as a person writes it', () => {
  expect(yamlText({ revision: 12, key: { name: 'web' }, data: { text: 'one\ntwo\n' } })).toBe(
    'revision: 12\nkey:\n  name: web\ndata:\n  text: |\n    one\n    two',
  );
});

test('a text that could drive a terminal is escaped, and reads back as it was', () => {
  const value = { agent: 'a\u009b31m\u202e', '\u001b[2J': 'x\u007f\r\n', lines: ['\u2028', 'half \ud83d', '🚀'] };
  const text = yamlText(value);
  expect(text.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}]/u);
  expect(parse(text)).toEqual(value);
});
