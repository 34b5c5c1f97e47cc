import type { LoggedEvent } from '@klockwork/lab-tool';
import { renewals } from './leases.ts';

/** kube-controller-manager's --node-monitor-grace-period. */
const GRACE_MS = 50_000;
/** Default toleration of node.kubernetes.io/unreachable. */
const TOLERATION_MS = 300_000;

/** Wrong node losses: reported for a running node, not reported for a lost one, or off the exact instant. */
export function wrongNodeLosses(log: readonly LoggedEvent[], lost: Readonly<Record<string, number>>): string[] {
  const missed = log.filter(({ type }) => type === 'NodeBecameNotReady');
  const falseAlarms = missed
    .filter(({ key, at }) => (lost[key.name] ?? Infinity) > at)
    .map(({ key, at }) => `${key.name} was missed at ${at}, and was there`);
  const losses = Object.entries(lost).flatMap(([node, lostAt]) => {
    const last = renewals(log)
      .get(node)
      ?.findLast((at) => at <= lostAt);
    if (last === undefined) return [`${node} never renewed its lease`];
    const found = missed.find(({ key, at }) => key.name === node && at >= lostAt)?.at;
    return found === last + GRACE_MS
      ? []
      : [`${node} was silent from ${last} and was missed ${found === undefined ? 'never' : `after ${found - last} ms`}`];
  });
  return [...falseAlarms, ...losses];
}

/** Pods of a lost node not evicted exactly at the end of their toleration, one a line. */
export function wrongEvictions(log: readonly LoggedEvent[], node: string): string[] {
  const missedAt = log.find(({ type, key }) => type === 'NodeBecameNotReady' && key.name === node)?.at;
  if (missedAt === undefined) return [`${node} was never missed`];
  const tenants = tenantsAt(log, node, missedAt);
  if (tenants.size === 0) return [`${node} had no pods`];
  return [...tenants].flatMap(([uid, name]) => {
    const evictedAt = log.find((event) => event.uid === uid && event.type === 'PodDeletionRequested' && event.at > missedAt)?.at;
    if (evictedAt === missedAt + TOLERATION_MS) return [];
    return [`${name} was evicted ${evictedAt === undefined ? 'never' : `${evictedAt - missedAt} ms after its node was missed`}`];
  });
}

/** Pods of a node without deletionTimestamp at an instant, by uid. */
function tenantsAt(log: readonly LoggedEvent[], node: string, instant: number): Map<string, string> {
  const tenants = new Map<string, string>();
  for (const { key, uid, type, at, data } of log) {
    if (key.resource !== 'pods' || at > instant) continue;
    if (type === 'PodBound' && data.node === node) tenants.set(uid, key.name);
    if (type === 'PodDeletionRequested' || type === 'PodDeleted') tenants.delete(uid);
  }
  return tenants;
}
