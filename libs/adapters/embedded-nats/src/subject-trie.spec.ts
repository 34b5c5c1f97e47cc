import { subjectMatches } from '@klockwork/bus';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type PatternEntry, SubjectTrie } from './subject-trie.ts';

interface Item extends PatternEntry {
  readonly id: number;
}

const token = fc.constantFrom('a', 'b', 'c');
const subject = fc.array(token, { minLength: 1, maxLength: 4 }).map((tokens) => tokens.join('.'));
const pattern = fc
  .tuple(fc.array(fc.oneof(token, fc.constant('*')), { minLength: 1, maxLength: 4 }), fc.boolean())
  .map(([tokens, rest]) => (rest ? [...tokens.slice(1), '>'] : tokens).join('.'));
const items = fc
  .array(fc.tuple(pattern, fc.option(fc.constantFrom('q1', 'q2'), { nil: undefined })), { maxLength: 15 })
  .map((all) => all.map(([text, queue], id): Item => ({ pattern: text, queue, id })));

const ids = (found: readonly Item[]) => found.map(({ id }) => id).sort((a, b) => a - b);

test('finds what a plain comparison with every pattern finds, before and after some are removed', () => {
  fc.assert(
    fc.property(items, fc.array(subject, { minLength: 1, maxLength: 5 }), fc.nat(), (all, subjects, removed) => {
      const trie = new SubjectTrie<Item>();
      for (const item of all) trie.add(item);
      const check = (left: readonly Item[]) => {
        for (const text of subjects) {
          const expected = left.filter((item) => subjectMatches(item.pattern, text));
          const { plain, groups } = trie.match(text);
          expect(ids(plain)).toEqual(ids(expected.filter(({ queue }) => queue === undefined)));
          expect(ids(groups.flat())).toEqual(ids(expected.filter(({ queue }) => queue !== undefined)));
          for (const group of groups) expect(new Set(group.map(({ queue }) => queue)).size).toBe(1);
        }
      };
      check(all);
      const gone = all[removed % (all.length + 1)];
      if (gone !== undefined) trie.remove(gone);
      check(all.filter((item) => item !== gone));
    }),
  );
});
