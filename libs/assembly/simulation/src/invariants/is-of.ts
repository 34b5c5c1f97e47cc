import type { LogEvent } from '@klockwork/event-store';
import type { ResourceRef } from '@klockwork/resources';

/** True for this kind's events. */
export function isOf({ key }: LogEvent, { group, resource }: ResourceRef): boolean {
  return key.resource === resource && key.group === group;
}
