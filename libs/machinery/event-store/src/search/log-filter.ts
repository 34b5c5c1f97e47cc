import type { LabTime } from '@klockwork/kernel';
import type { ObjectKey } from '@klockwork/resources';
import type { LogEvent } from '../log-event.ts';
import type { Revision } from '../revision.ts';
import { actorText } from '../why/actor-text.ts';
import { causedBy } from './caused-by.ts';
import { globMatches } from './glob.ts';

/** Conditions on events; all given ones must hold. In patterns `*` matches any characters. */
export interface LogFilter {
  /** Accepted kinds. */
  readonly kinds?: readonly { readonly group: string; readonly resource: string }[];
  readonly key?: ObjectKey;
  readonly namespace?: string;
  /** Pattern for the object's name. */
  readonly name?: string;
  /** Accepted patterns for the event type. */
  readonly types?: readonly string[];
  /** Accepted patterns for the printed actor, its user, or its user agent. */
  readonly actors?: readonly string[];
  /** First and last instant. */
  readonly since?: LabTime;
  readonly until?: LabTime;
  /** Accepts this event and its effects. */
  readonly causedBy?: Revision;
}

/** Returns the test of a filter. Expects events in log order, each once, because it tracks effects. */
export function logFilter(filter: LogFilter): (event: LogEvent) => boolean {
  const isConsequence = filter.causedBy === undefined ? () => true : causedBy(filter.causedBy);
  // Effects are tracked through events of all kinds.
  return (event) => isConsequence(event) && hasObject(filter, event.key) && hasCircumstances(filter, event);
}

function hasObject({ kinds, key, namespace, name }: LogFilter, objectKey: ObjectKey): boolean {
  return (
    (kinds === undefined || kinds.some((kind) => kind.group === objectKey.group && kind.resource === objectKey.resource)) &&
    (key === undefined || isSame(key, objectKey)) &&
    (namespace === undefined || namespace === objectKey.namespace) &&
    (name === undefined || globMatches(name, objectKey.name))
  );
}

function hasCircumstances({ types, actors, since, until }: LogFilter, { type, actor, at }: LogEvent): boolean {
  return (
    (types === undefined || types.some((pattern) => globMatches(pattern, type))) &&
    (actors === undefined ||
      [actorText(actor), actor.user, actor.userAgent].some((one) => actors.some((pattern) => globMatches(pattern, one)))) &&
    (since === undefined || at >= since) &&
    (until === undefined || at <= until)
  );
}

function isSame(one: ObjectKey, other: ObjectKey): boolean {
  return one.group === other.group && one.resource === other.resource && one.namespace === other.namespace && one.name === other.name;
}
