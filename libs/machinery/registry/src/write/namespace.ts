import { statusErrors } from '@klockwork/api-machinery';
import type { KindDefinition } from '@klockwork/resources';
import type { DraftMeta } from './metadata.ts';

/** Models `EnsureObjectNamespaceMatchesRequestNamespace`. */
const NAMESPACE_MISMATCH = 'the namespace of the provided object does not match the namespace sent on the request';

/** Sets the request's namespace, or removes it for cluster-scoped kinds; throws BadRequest for a different one. */
export function settleNamespace(kind: KindDefinition, metadata: DraftMeta, namespace: string): void {
  const named = metadata.namespace ?? '';
  if (kind.namespaced && named !== '' && named !== namespace) throw statusErrors.badRequest(NAMESPACE_MISMATCH);
  if (kind.namespaced) metadata.namespace = namespace;
  else delete metadata.namespace;
}
