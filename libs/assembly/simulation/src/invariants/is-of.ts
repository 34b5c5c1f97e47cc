import type { LogEvent } from '@klockwork/event-store';
import type { ResourceRef } from '@klockwork/resources';

/** True for events of this kind. */
export function isOf({ key }: LogEvent, { group, resource }: ResourceRef): boolean {
  return key.resource === resource && key.group === group;
}
