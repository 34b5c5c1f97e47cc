import { type FieldError, fieldErrors, validateLabelName } from '@klockwork/api-machinery';
import type { LabelSelector } from '@klockwork/kubernetes-types';

/** Selector extended by values of the pod's own labels. */
interface KeyedSelector {
  readonly labelSelector?: LabelSelector;
  readonly matchLabelKeys?: readonly string[];
  readonly mismatchLabelKeys?: readonly string[];
}

/** Validates label keys of a term or constraint at `path`. Models `ValidateMatchLabelKeysAndMismatchLabelKeys`. */
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

/** Keys are already merged into the selector, so explicit ones are duplicates. Upstream's path omits the list's name. */
function validateSelectedOnce(keys: readonly string[], selector: LabelSelector | undefined, path: string): FieldError[] {
  const selectorKeys = new Set(Object.keys(selector?.matchLabels ?? {}));
  return (selector?.matchExpressions ?? []).flatMap(({ key }) => {
    const index = selectorKeys.has(key) ? keys.lastIndexOf(key) : -1;
    selectorKeys.add(key);
    return index < 0 ? [] : [fieldErrors.invalid(`${path}[${index}]`, key, 'exists in both matchLabelKeys and labelSelector')];
  });
}

function validateApart(keys: readonly string[], mismatchKeys: readonly string[], path: string): FieldError[] {
  return keys.flatMap((key, index) =>
    mismatchKeys.includes(key)
      ? [fieldErrors.invalid(`${path}[${index}]`, key, 'exists in both matchLabelKeys and mismatchLabelKeys')]
      : [],
  );
}
