import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { readRepository } from './repository.ts';
import { findingText } from './rule.ts';
import { RULES } from './rules/index.ts';

const repository = readRepository(fileURLToPath(new URL('../../..', import.meta.url)));

describe('the repository', () => {
  test.each(RULES)('$name: $says', (rule) => {
    expect([...rule.check(repository)].map((finding) => findingText(rule, finding))).toEqual([]);
  });
});
