import { participleNames } from '../participle-names.ts';
import { ratchetRule } from '../ratchet.ts';

/** Names of values are nouns and names of functions verbs; the count of participles outside of tests may only fall. */
export const participles = ratchetRule({
  name: 'participles',
  says: 'values are nouns and functions verbs, not participles; a package has at most as many exceptions as its count allows',
  path: 'tools/tidy/src/participles.json',
  refusal: (folder, count, most) => `${folder} has ${count} names that are participles, at most ${most} are allowed: rename the new ones`,
  exceptions: ({ packages }) =>
    new Map(
      packages.map(({ folder, sources }) => [
        folder,
        sources
          .filter(({ isTest }) => !isTest)
          .flatMap((source) =>
            participleNames(source).map(({ name, line }) => ({
              path: source.path,
              line,
              message: `${name} is a participle: use a noun, such as message or sentMessage for sent, or a verb for a function`,
            })),
          ),
      ]),
    ),
});
