import type { ObjectMeta } from '@klockwork/kubernetes-types';
import type { FieldError } from './field-error.ts';
import { fieldErrors } from './field-errors.ts';
import { compareText, goQuote } from './go-text.ts';
import { qualifiedName } from './name-formats.ts';

const ORPHAN = 'orphan';
const FOREGROUND = 'foregroundDeletion';

/** Finalizers that need no domain. Models `helper.IsStandardFinalizerName`. */
const STANDARD: ReadonlySet<string> = new Set(['kubernetes', ORPHAN, FOREGROUND]);

/** Qualified names, and not both of the collector's two. Models `ValidateFinalizers` of apimachinery. */
export function validateFinalizers(finalizers: readonly string[], path: string): FieldError[] {
  const errors = finalizers.flatMap((name) => qualifiedName(name).map((problem) => fieldErrors.invalid(path, name, problem)));
  if (!finalizers.includes(ORPHAN) || !finalizers.includes(FOREGROUND)) return errors;
  return [...errors, fieldErrors.invalid(path, finalizers, `finalizer ${ORPHAN} and ${FOREGROUND} cannot be both set`)];
}

/** Rejects finalizers of built-in kinds that have no domain and are not Kubernetes' own. Models `validateKubeFinalizerName`. */
export function validateFinalizerNames(finalizers: readonly string[], path: string): FieldError[] {
  return finalizers.flatMap((name, index) => {
    if (name.includes('/') || STANDARD.has(name)) return [];
    return [fieldErrors.invalid(`${path}[${index}]`, name, 'name is neither a standard finalizer name nor is it fully qualified')];
  });
}

/** Forbids new finalizers on terminating objects. Models `ValidateNoNewFinalizers`. */
export function validateNoNewFinalizers(next: ObjectMeta, previous: ObjectMeta, path: string): FieldError[] {
  if (previous.deletionTimestamp === undefined || previous.deletionTimestamp === null) return [];
  const previousFinalizers = new Set(previous.finalizers);
  const extra = (next.finalizers ?? []).filter((name) => !previousFinalizers.has(name)).sort(compareText);
  if (extra.length === 0) return [];
  const list = `[]string{${extra.map(goQuote).join(', ')}}`;
  return [fieldErrors.forbidden(path, `no new finalizers can be added if the object is being deleted, found new finalizers ${list}`)];
}
