import type { Rule } from '../rule.ts';
import { lineAt } from '../source-file.ts';

/** Irregular participles, and metaphors that were once names of types. */
const REFUSED = new Set(
  [
    'Asking Begun Behind Bound Bought Broken Built Caught Chosen Cut Dealt Done Drawn Found Given Gone Grown Heard Held Hidden Kept Known',
    'Left Lost Made Met Paid Read Said Seen Sent Shown Sold Sought Spent Taken Thrown Told Was Written Following Observing',
    'Deed Desk Drive Ground Hammer Inhabitant Keeper Knock Lifeline Misfortune Strike Teller Winder',
  ].flatMap((line) => line.split(' ')),
);

/** Regular participle and nothing else: `Asked`, `NotConnected`. */
const REGULAR = /^(?:Not)?[A-Z][a-z]*ed$/;
/** Nouns with the form of a participle; `Passed` is a name of `klockwork/testing`. */
const ACCEPTED = new Set(['Feed', 'Need', 'Passed', 'Sed', 'Seed', 'Speed']);

const TYPE = /^(?:export\s+)?(?:abstract\s+)?(?:class|interface|type)\s+([A-Z]\w*)/gm;
const DECIDE = /^(?:export\s+)?(?:async\s+)?function\s+decide\b/gm;

/** Types are nouns of the field; a decision is called by its result. */
export const names: Rule = {
  name: 'names',
  says: 'types are nouns of the field, not participles or metaphors; a function that decides says in its name on what',
  *check({ packages }) {
    for (const { path, code } of packages.flatMap(({ sources }) => sources)) {
      for (const { 1: name, index } of code.matchAll(TYPE))
        if (isRefused(name!))
          yield { path, line: lineAt(code, index), message: `${name} does not say what it holds: use a noun, such as QueuedKey for Taken` };
      for (const { index } of code.matchAll(DECIDE))
        yield { path, line: lineAt(code, index), message: 'decide does not say on what: use the result, such as nextStep' };
    }
  },
};

function isRefused(name: string): boolean {
  return REFUSED.has(name) || (REGULAR.test(name) && !ACCEPTED.has(name));
}
