import type { LabTime } from '@klockwork/kernel';
import type { ObjectKey } from '@klockwork/resources';
import type { LogEvent, Revision } from '../log-event.ts';
import { actorText } from '../why/actor-text.ts';
import { causedBy } from './caused-by.ts';
import { globMatches } from './glob.ts';

/** Events that are wanted of the log: each condition that is given must hold. In patterns `*` stands for any characters. */
export interface LogFilter {
  /** Kinds, any of which matches. */
  readonly kinds?: readonly { readonly group: string; readonly resource: string }[];
  readonly key?: ObjectKey;
  readonly namespace?: string;
  /** Pattern of the object's name. */
  readonly name?: string;
  /** Patterns of the event's type, one of which matches. */
  readonly types?: readonly string[];
  /** Patterns, one of which matches the actor as the log prints it, its user, or its user agent. */
  readonly actors?: readonly string[];
  /** First and last instant. */
  readonly since?: LabTime;
  readonly until?: LabTime;
  /** This event, and what came from it. */
  readonly causedBy?: Revision;
}

/** Returns the test of a filter. It takes events in the log's order, each once: consequences are followed. */
export function logFilter(filter: LogFilter): (event: LogEvent) => boolean {
  const isConsequence = filter.causedBy === undefined ? () => true : causedBy(filter.causedBy);
  // Consequences are followed through events of all kinds.
  return (event) => isConsequence(event) && hasObject(filter, event.key) && hasCircumstances(filter, event);
}

function hasObject({ kinds, key, namespace, name }: LogFilter, found: ObjectKey): boolean {
  return (
    (kinds === undefined || kinds.some((kind) => kind.group === found.group && kind.resource === found.resource)) &&
    (key === undefined || isSame(key, found)) &&
    (namespace === undefined || namespace === found.namespace) &&
    (name === undefined || globMatches(name, found.name))
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
