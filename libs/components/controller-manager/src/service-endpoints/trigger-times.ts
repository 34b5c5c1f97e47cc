import type { Key } from '@klockwork/controller-runtime';
import { type Pod, podCondition, type Service } from '@klockwork/resources';
import { keyOf } from '../ownership/name-of.ts';

/** The annotation that says when what led to the last change of endpoints happened. */
export const TRIGGER_TIME = 'endpoints.kubernetes.io/last-change-trigger-time';

interface Seen {
  readonly service: string;
  readonly pods: ReadonlyMap<string, string>;
}

/**
 * When the change happened that endpoints are changed for: the earliest of what is new since the last look, with the precision of the
 * objects, a second. Models `TriggerTimeTracker` of `k8s.io/endpointslice/util`.
 */
export class TriggerTimes {
  readonly #seen = new Map<Key, Seen>();

  /** The time (RFC 3339), or undefined when nothing that has a time changed. A Service seen for the first time: when it was made. */
  look(service: Service, pods: readonly Pod[]): string | undefined {
    const key = keyOf(service);
    const before = this.#seen.get(key);
    const created = String(service.metadata?.creationTimestamp ?? '');
    const times = new Map(pods.flatMap((pod) => readinessChange(pod)));
    this.#seen.set(key, { service: created, pods: times });
    if (before === undefined) return created || undefined;
    const changed = [...times].filter(([pod, time]) => time > (before.pods.get(pod) ?? '')).map(([, time]) => time);
    if (created > before.service) changed.push(created);
    return changed.sort()[0];
  }

  forget(service: Key): void {
    this.#seen.delete(service);
  }
}

function readinessChange(pod: Pod): [pod: string, time: string][] {
  const time = podCondition(pod, 'Ready')?.lastTransitionTime;
  return time === undefined ? [] : [[pod.metadata?.name ?? '', String(time)]];
}
