import { participleNames } from '../participle-names.ts';
import { ratchetRule } from '../ratchet.ts';

/** Names of values are nouns; the count of participles outside of tests may only fall. */
export const participles = ratchetRule({
  name: 'participles',
  says: 'locals, parameters and fields are nouns, not participles; a package has at most as many exceptions as its count allows',
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
              message: `${name} does not say what it holds: use a noun, such as message for sent`,
            })),
          ),
      ]),
    ),
});
