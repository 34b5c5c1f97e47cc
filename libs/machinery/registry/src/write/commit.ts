import { assert, deepFreeze } from '@klockwork/kernel';
import type { Change, KubeObject } from '@klockwork/resources';
import type { RegistryContext } from '../context.ts';
import { orderedObject } from './ordered-object.ts';
import { keyOf, type Target } from './target.ts';
import type { WriteRequest } from './write-request.ts';
import type { WriteResult } from './write-result.ts';

/** Change decided on the newest state, `previous`. */
export interface DecidedChange {
  readonly target: Target;
  readonly verb: Change['verb'];
  readonly subresource: string;
  readonly previous?: KubeObject;
  readonly next: KubeObject;
  /** `next` in the version of the log, after a conversion. */
  readonly stored?: KubeObject | undefined;
  /** Audit annotations, by key: `auditAnnotations` among the data of the event. */
  readonly auditAnnotations?: Readonly<Record<string, string>> | undefined;
}

const CHANGES = { create: 'created', update: 'updated', 'mark-deleted': 'updated', delete: 'deleted' } as const;

/**
 * Appends a decided change as one event. Call it in the turn of the decision, without await. Resolves when the event is durable. A dry run
 * appends nothing.
 */
export async function commit(context: RegistryContext, change: DecidedChange, request: WriteRequest): Promise<WriteResult> {
  const { target, verb, subresource, previous, auditAnnotations } = change;
  const object = change.stored ?? orderedObject(target.kind, change.next);
  if (request.dryRun) return resultOf(verb, deepFreeze(orderedObject(target.kind, change.next)));
  const { type, data } = target.kind.event({ verb, subresource, next: object, ...(previous && { previous }) });
  const written = context.journal.write({
    key: keyOf(target),
    uid: object.metadata?.uid ?? '',
    type,
    change: CHANGES[verb],
    previousRevision: Number(previous?.metadata?.resourceVersion ?? 0),
    actor: request.actor,
    correlationId: request.correlationId,
    cause: request.cause,
    data: { ...data, ...request.facts, ...(auditAnnotations && { auditAnnotations }) },
    object,
    ...(target.kind.confidential && { confidential: true as const }),
  });
  context.pendingAllocations.track(target.kind, object, written);
  // Reuses the journal's text of the new object, to serialize once.
  const live = context.journal.latest(keyOf(target));
  const event = await written;
  return resultOf(verb, event.object, verb === 'delete' ? undefined : live?.json);
}

function resultOf(verb: Change['verb'], object: KubeObject, json = JSON.stringify(object)): WriteResult {
  return { object, json, created: verb === 'create', deleted: verb === 'delete' };
}

/** Returns the unchanged object once durable, for a write without changes. */
export async function unchanged(context: RegistryContext, target: Target): Promise<WriteResult> {
  const live = context.journal.latest(keyOf(target));
  assert(live !== undefined, 'an object that was just decided on is there');
  await durable(context, live.revision);
  return { object: live.object, json: live.json, created: false, deleted: false };
}

/** Resolves when a stamped revision is committed. Rejects if the store refuses it: another event will get its revision. */
function durable({ journal }: RegistryContext, revision: number): Promise<void> {
  if (journal.state.revision >= revision) return Promise.resolve();
  return new Promise((resolve, reject) => {
    const stopFailed = journal.failed.onStop(() => done(() => reject(journal.failure)));
    const stopRefused = journal.onRefused((error) => done(() => reject(error)));
    const stopListening = journal.onCommitted(({ event }) => {
      if (event.revision >= revision) done(resolve);
    });
    const done = (settle: () => void) => {
      stopListening();
      stopFailed();
      stopRefused();
      settle();
    };
  });
}
