import type { Journal, StoredEvent } from '@klockwork/event-store';
import { assert } from '@klockwork/kernel';
import { writeRequest } from '@klockwork/registry';
import { kindOf, LAB_CLOCK, type LabClock, resources } from '@klockwork/resources';
import { patchedObject } from '../objects/patch-body.ts';
import { actorOf, type RequestContext } from '../routing/request-context.ts';

/** Merges fields into the spec of the lab's Clock, as its author. `name`: request for the cause. Throws Invalid in the Clock's words. */
export async function writeClock(context: RequestContext, name: string, spec: object): Promise<LabClock> {
  const { correlationId, services } = context;
  const kind = kindOf(resources.clocks.group, resources.clocks.resource);
  assert(kind !== undefined, 'clocks are served');
  const cause = { trigger: 'request', name } as const;
  const write = writeRequest({ actor: actorOf(context), correlationId, cause, fieldValidation: 'Strict' });
  const change = patchedObject({ type: 'merge', body: { spec } }, kind, write);
  const { object } = await services.registry.update({ target: { kind, namespace: '', name: LAB_CLOCK }, subresource: '', change }, write);
  return object as LabClock;
}

/** Returns the lab's Clock; undefined before its creation. */
export function labClock(journal: Journal): LabClock | undefined {
  const { group, resource } = resources.clocks;
  return journal.latest({ group, resource, namespace: '', name: LAB_CLOCK })?.object as LabClock | undefined;
}

/** True for events of the lab's Clock. */
export function isClock({ key }: Pick<StoredEvent, 'key'>): boolean {
  return key.group === resources.clocks.group && key.resource === resources.clocks.resource;
}
