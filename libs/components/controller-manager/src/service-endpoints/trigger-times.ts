import type { Key } from '@klockwork/controller-runtime';
import { type Pod, podCondition, type Service } from '@klockwork/resources';
import { keyOf } from '../ownership/name-of.ts';

/** Annotation with the time of the change that triggered the last endpoint update. */
export const TRIGGER_TIME = 'endpoints.kubernetes.io/last-change-trigger-time';

interface ServiceSighting {
  readonly service: string;
  readonly pods: ReadonlyMap<string, string>;
}

/**
 * Trigger times of endpoint updates: earliest new change since the last reconcile, whole seconds. Models `TriggerTimeTracker` of
 * `k8s.io/endpointslice/util`.
 */
export class TriggerTimes {
  readonly #seen = new Map<Key, ServiceSighting>();

  /** Trigger time (RFC 3339); undefined without a new timestamp. For a new Service: its creation time. */
  look(service: Service, pods: readonly Pod[]): string | undefined {
    const key = keyOf(service);
    const before = this.#seen.get(key);
    const created = String(service.metadata?.creationTimestamp ?? '');
    const times = new Map(pods.flatMap((pod) => readinessChange(pod)));
    this.#seen.set(key, { service: created, pods: times });
    if (before === undefined) return created || undefined;
    const changedTimes = [...times].filter(([pod, time]) => time > (before.pods.get(pod) ?? '')).map(([, time]) => time);
    if (created > before.service) changedTimes.push(created);
    return changedTimes.sort()[0];
  }

  forget(service: Key): void {
    this.#seen.delete(service);
  }
}

function readinessChange(pod: Pod): [pod: string, time: string][] {
  const time = podCondition(pod, 'Ready')?.lastTransitionTime;
  return time === undefined ? [] : [[pod.metadata?.name ?? '', String(time)]];
}
