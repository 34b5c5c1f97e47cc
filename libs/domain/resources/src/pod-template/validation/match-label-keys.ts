import { type FieldError, fieldErrors, validateLabelName } from '@klockwork/api-machinery';
import type { LabelSelector } from '@klockwork/kubernetes-types';

/** What takes values of the pod's own labels into its selector. */
interface KeyedSelector {
  readonly labelSelector?: LabelSelector;
  readonly matchLabelKeys?: readonly string[];
  readonly mismatchLabelKeys?: readonly string[];
}

/** The keys of a term, or of a constraint, at `path`. Models `ValidateMatchLabelKeysAndMismatchLabelKeys`. */
export function validateMatchLabelKeys(term: KeyedSelector, path: string): FieldError[] {
  const { labelSelector, matchLabelKeys = [], mismatchLabelKeys = [] } = term;
  return [
    ...validateKeys(matchLabelKeys, labelSelector, `${path}.matchLabelKeys`),
    ...validateKeys(mismatchLabelKeys, labelSelector, `${path}.mismatchLabelKeys`),
    ...validateSelectedOnce(matchLabelKeys, labelSelector, path),
    ...validateApart(matchLabelKeys, mismatchLabelKeys, `${path}.matchLabelKeys`),
  ];
}

function validateKeys(keys: readonly string[], selector: LabelSelector | undefined, path: string): FieldError[] {
  if (keys.length === 0) return [];
  if (!selector) return [fieldErrors.forbidden(path, 'must not be specified when labelSelector is not set')];
  return keys.flatMap((key, index) => validateLabelName(key, `${path}[${index}]`));
}

/** Each key is in the selector by now: whoever asked for it there too has it twice. Upstream tells the place without the name of the list. */
function validateSelectedOnce(keys: readonly string[], selector: LabelSelector | undefined, path: string): FieldError[] {
  const seen = new Set(Object.keys(selector?.matchLabels ?? {}));
  return (selector?.matchExpressions ?? []).flatMap(({ key }) => {
    const index = seen.has(key) ? keys.lastIndexOf(key) : -1;
    seen.add(key);
    return index < 0 ? [] : [fieldErrors.invalid(`${path}[${index}]`, key, 'exists in both matchLabelKeys and labelSelector')];
  });
}

function validateApart(keys: readonly string[], mismatched: readonly string[], path: string): FieldError[] {
  return keys.flatMap((key, index) =>
    mismatched.includes(key) ? [fieldErrors.invalid(`${path}[${index}]`, key, 'exists in both matchLabelKeys and mismatchLabelKeys')] : [],
  );
}
