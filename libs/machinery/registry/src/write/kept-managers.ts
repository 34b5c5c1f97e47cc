import { sameJson } from '@klockwork/api-machinery';
import { type ManagedFieldsEntry, managedFieldsProblem } from '@klockwork/managed-fields';
import type { KubeObject } from '@klockwork/resources';
import { setManagers } from './field-managers.ts';

/** Models `InvalidManagedFieldsAfterMutatingAdmissionWarningFormat`. */
const INVALID =
  '.metadata.managedFields was in an invalid state after admission; this could be caused by an outdated mutating admission controller; please fix your requests: ';

/**
 * Restores `before`, the managedFields of a draft, if webhooks left them equal or invalid. Equal entries keep their identity. Models
 * `NewManagedFieldsValidatingAdmissionController`.
 */
export function keepManagers(draft: KubeObject, before: unknown, warn: (text: string) => void): void {
  const after = draft.metadata?.managedFields as readonly ManagedFieldsEntry[] | undefined;
  if (after === before) return;
  const entries = before as readonly ManagedFieldsEntry[] | undefined;
  const problem = managedFieldsProblem(after ?? []);
  if (problem !== undefined) warn(`${INVALID}${problem}`);
  if (problem !== undefined || sameJson(after, before)) setManagers(draft, entries);
}
