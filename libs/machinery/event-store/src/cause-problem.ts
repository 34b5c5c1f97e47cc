import { ALSO_MAX, type Cause } from './cause.ts';
import type { LogEvent } from './log-event.ts';
import type { Revision } from './revision.ts';

/** Fields of an event that the check reads. */
export type CausedEvent = Pick<LogEvent, 'revision' | 'key' | 'cause'> & { readonly object?: unknown };

const TRIGGERS: readonly string[] = ['request', 'event', 'timer', 'runtime', 'boot', 'fault'] satisfies Cause['trigger'][];

/** Triggers that may begin a chain: a request, a process start, a fault. All others lead to earlier events. */
const BEGINNINGS: readonly Cause['trigger'][] = ['request', 'boot', 'fault'];

/**
 * Returns why the cause of an event is invalid, or undefined. A valid cause has a known trigger with its required fields, and names earlier
 * events of the log. `isKept` is true for earlier revisions, including pruned ones.
 */
export function causeProblem(event: CausedEvent, isKept: (revision: Revision) => boolean): string | undefined {
  const { cause, revision } = event;
  return namelessness(cause) ?? rootlessness(cause) ?? brokenLink(cause, revision, isKept) ?? strangeContainer(event);
}

/** Returns one line per event with a broken chain; empty if `why` can explain all events. */
export function brokenCauses(log: Iterable<CausedEvent>): string[] {
  const seen = new Set<Revision>();
  const complaints: string[] = [];
  for (const event of log) {
    const problem = causeProblem(event, (revision) => seen.has(revision));
    if (problem !== undefined) complaints.push(`revision ${event.revision} of ${event.key.resource}/${event.key.name}: ${problem}`);
    seen.add(event.revision);
  }
  return complaints;
}

function namelessness({ trigger, name }: Cause): string | undefined {
  if (!TRIGGERS.includes(trigger)) return `its cause is of no known kind: ${trigger}`;
  if (trigger === 'event' || (name ?? '') !== '') return undefined;
  return `its cause is a ${trigger} without a name`;
}

function rootlessness({ trigger, name, revision, also }: Cause): string | undefined {
  const begins = BEGINNINGS.includes(trigger);
  if (begins && (revision !== undefined || also !== undefined))
    return `its cause is a ${trigger}, which nothing led to, but names an event`;
  if (begins || revision !== undefined) return undefined;
  return trigger === 'event' ? 'its cause is an event without a revision' : `its cause is the ${trigger} ${name}, which leads to no event`;
}

function brokenLink({ revision, also = [] }: Cause, effect: Revision, isKept: (revision: Revision) => boolean): string | undefined {
  if (also.length > ALSO_MAX) return `its cause names ${also.length} other events, more than ${ALSO_MAX}`;
  for (const link of revision === undefined ? [] : [revision, ...also]) {
    if (!(link >= 1 && link < effect)) return `its cause is revision ${link}, which is not before it`;
    if (!isKept(link)) return `its cause is revision ${link}, which is not in the log`;
  }
  return undefined;
}

/** A container's action belongs to a pod that has this container. */
function strangeContainer({ key, cause, object }: CausedEvent): string | undefined {
  const { container } = cause;
  if (cause.trigger !== 'runtime' || container === undefined || key.resource !== 'pods' || object === undefined) return undefined;
  const { spec } = object as { spec?: Record<string, readonly { name: string }[] | undefined> };
  const containers = [...(spec?.containers ?? []), ...(spec?.initContainers ?? []), ...(spec?.ephemeralContainers ?? [])];
  return containers.some(({ name }) => name === container.name)
    ? undefined
    : `its cause is container ${container.name}, which its pod has not`;
}
