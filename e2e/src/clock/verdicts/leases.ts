import type { LoggedEvent } from '@klockwork/lab-tool';

/** Upstream renews every 10 s and adds up to 4 % (`wait.JitterUntil` with 0.04 in component-helpers' lease controller). */
const RENEWAL_MS_MAX = 10_400;

/** How long a log is looked at, and which nodes are gone from when on. */
export interface LeaseView {
  /** Lab time of the end of the log: a node that has fallen silent shows by it. */
  readonly until: number;
  /** Lab time at which a node lost its power. */
  readonly lost: Readonly<Record<string, number>>;
  /** Longest distance of two renewals, when something else than upstream's is meant. */
  readonly renewalMsMax?: number;
}

/** Lab times at which each node renewed its lease. */
export function renewals(log: readonly LoggedEvent[]): Map<string, number[]> {
  const byNode = new Map<string, number[]>();
  for (const { key, at, type } of log)
    if (key.resource === 'leases' && key.namespace === 'kube-node-lease' && !type.endsWith('Deleted'))
      byNode.set(key.name, [...(byNode.get(key.name) ?? []), at]);
  return byNode;
}

/** Renewals that came later than they may, a line each, to the end of the log or of the node. */
export function lateLeases(log: readonly LoggedEvent[], { until, lost, renewalMsMax = RENEWAL_MS_MAX }: LeaseView): string[] {
  return [...renewals(log)].flatMap(([node, instants]) => {
    const end = lost[node] ?? until;
    return [...instants, end]
      .map((at, index, all) => ({ at, gapMs: at - (all[index - 1] ?? at) }))
      .filter(({ gapMs }) => gapMs > renewalMsMax)
      .map(({ at, gapMs }) => `${node} was silent for ${gapMs} ms until ${at}`);
  });
}

/** A kubelet with no news reports its node's status this often (nodeStatusReportFrequency). */
const STATUS_REPORT_MS = 300_000;

/** With news, such as an image it has pulled, it does so when it looks next (nodeStatusUpdateFrequency). */
const STATUS_UPDATE_MS = 10_000;

/** Reports of a node's status later than five minutes after the one before, or between two looks of the kubelet, a line each, from `from` on. */
export function irregularStatusReports(log: readonly LoggedEvent[], from: number): string[] {
  const last = new Map<string, number>();
  return log
    .filter(({ type, at }) => type === 'NodeStatusReported' && at >= from)
    .flatMap(({ key, at }) => {
      const gapMs = at - (last.get(key.name) ?? at - STATUS_REPORT_MS);
      last.set(key.name, at);
      const isRegular = gapMs <= STATUS_REPORT_MS && at % STATUS_UPDATE_MS === 0;
      return isRegular ? [] : [`${key.name} reported its status after ${gapMs} ms at ${at}`];
    });
}
