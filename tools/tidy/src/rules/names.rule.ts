import type { Rule } from '../rule.ts';
import { lineAt } from '../source-file.ts';

/** Participles and metaphors that were once names of types. */
const REFUSED = new Set(
  [
    'Admitted Answered Applied Asked Asking Begun Behind Claimed Committed Decided Deleted Disputed Ended Escaped Following Formatted',
    'Found Given Hammered Heard Kept Known Loaded Made Managed Obeyed Observing Reclaimed Redirected Refused Remembered Said Sent Shown',
    'Subscribed Superseded Taken Templated Told Tracked Unsettled Verified Was Watched Written',
    'Deed Desk Drive Ground Hammer Inhabitant Keeper Knock Lifeline Misfortune Strike Teller Winder',
  ].flatMap((line) => line.split(' ')),
);

const TYPE = /^(?:export\s+)?(?:abstract\s+)?(?:class|interface|type)\s+([A-Z]\w*)/gm;
const DECIDE = /^(?:export\s+)?(?:async\s+)?function\s+decide\b/gm;

/** Types are nouns of the field; a decision is called by its result. */
export const names: Rule = {
  name: 'names',
  says: 'types are nouns of the field, not participles or metaphors; a function that decides says in its name on what',
  *check({ packages }) {
    for (const { path, code } of packages.flatMap(({ sources }) => sources)) {
      for (const { 1: name, index } of code.matchAll(TYPE))
        if (REFUSED.has(name!))
          yield { path, line: lineAt(code, index), message: `${name} does not say what it holds: use a noun, such as QueuedKey for Taken` };
      for (const { index } of code.matchAll(DECIDE))
        yield { path, line: lineAt(code, index), message: 'decide does not say on what: use the result, such as nextStep' };
    }
  },
};
