import { type FieldError, fieldErrors, semanticEqual } from '@klockwork/api-machinery';
import { currentLabel } from '../generic/old-node-labels.ts';
import { internalValue } from '../internal-diff/internal-diff.ts';
import type { PersistentVolume } from './persistent-volume.ts';

type Affinity = NonNullable<NonNullable<PersistentVolume['spec']>['nodeAffinity']>;
type Terms = NonNullable<Affinity['required']>['nodeSelectorTerms'];

const PROBLEM = 'field is immutable, except for updating from beta label to GA';

/** Keeps the node affinity, except for renamed labels. Models `validatePvNodeAffinity`. */
export function validateNodeAffinityKept(next: Affinity | undefined, previous: Affinity | undefined): FieldError[] {
  if (previous === undefined || semanticEqual(next, previous)) return [];
  const [terms, before] = [next?.required?.nodeSelectorTerms ?? [], previous.required?.nodeSelectorTerms ?? []];
  if (next !== undefined && semanticEqual(terms, renamed(before, terms))) return [];
  return [fieldErrors.invalid('nodeAffinity', next && internalValue('VolumeNodeAffinity', next), PROBLEM)];
}

/** Returns the previous terms, with labels renamed where `terms` renames them. */
function renamed(before: Terms, terms: Terms): Terms {
  return before.map((term, place) => {
    if (term.matchExpressions === undefined) return term;
    const matchExpressions = term.matchExpressions.map((rule, index) => {
      const key = terms[place]?.matchExpressions?.[index]?.key;
      return key === currentLabel(rule.key) ? { ...rule, key } : rule;
    });
    return { ...term, matchExpressions };
  });
}
