import type { Journal, Revision } from '@klockwork/event-store';
import type { LabTime } from '@klockwork/kernel';

/** Interval of compactions. Models `DefaultCompactInterval` of `k8s.io/apiserver/pkg/storage/storagebackend`. */
const INTERVAL_MS = 300_000;

/**
 * Returns true if a real cluster has compacted a revision, and so rejects pages of its lists: each interval discards the revisions that
 * were superseded before the last one. The log itself keeps them. Models `compactor` of `k8s.io/apiserver/pkg/storage/etcd3`.
 */
export async function isCompacted(journal: Journal, revision: Revision, now: LabTime): Promise<boolean> {
  const compactedAt = (Math.floor(now / INTERVAL_MS) - 1) * INTERVAL_MS;
  if (revision >= journal.state.revision) return false;
  const { events } = await journal.read({ after: revision, limit: 1 });
  return events.some(({ at }) => at <= compactedAt);
}
