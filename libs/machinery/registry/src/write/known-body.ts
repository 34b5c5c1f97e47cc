import { formatTime } from '@klockwork/api-machinery';
import type { ManagedFieldsEntry } from '@klockwork/managed-fields';
import type { KubeObject } from '@klockwork/resources';
import type { RegistryContext } from '../context.ts';
import { setManagers, trackFields } from './field-managers.ts';
import type { Target } from './target.ts';
import type { WriteRequest } from './write-request.ts';

/** Create of a body that is part of this program. */
export interface KnownCreation {
  readonly target: Target;
  readonly draft: KubeObject;
  readonly body: KubeObject;
}

/** First entries by body. Their times differ between clusters. */
const firstEntries = new WeakMap<KubeObject, readonly ManagedFieldsEntry[]>();

/** Sets the first managedFields of a draft, computed once for each frozen body: all clusters of a process create the same objects. */
export function trackKnown(context: RegistryContext, { target, draft, body }: KnownCreation, request: WriteRequest): void {
  const entries = firstEntries.get(body);
  if (entries?.[0]?.manager === request.manager) {
    const time = formatTime(context.clock.now());
    setManagers(draft, Object.freeze(entries.map((entry) => Object.freeze({ ...entry, time }))));
    return;
  }
  trackFields(context, { target, subresource: '', draft }, request);
  const trackedEntries = draft.metadata?.managedFields as readonly ManagedFieldsEntry[] | undefined;
  if (trackedEntries !== undefined && Object.isFrozen(body)) firstEntries.set(body, trackedEntries);
}
