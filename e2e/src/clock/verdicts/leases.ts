import type { LoggedEvent } from '@klockwork/lab-tool';

/** Upstream renews every 10 s and adds up to 4 % (`wait.JitterUntil` with 0.04 in component-helpers' lease controller). */
const RENEWAL_MS_MAX = 10_400;

/** Observed period, and lost nodes. */
export interface LeaseView {
  /** Lab time at the end of the log: a silent node is detected by it. */
  readonly until: number;
  /** Lab times of power losses by node. */
  readonly lost: Readonly<Record<string, number>>;
  /** Max interval between renewals; default: upstream's. */
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

/** Late renewals up to the end of the log or node, one a line. */
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

/** A changed status is reported at the next check (nodeStatusUpdateFrequency). */
const STATUS_UPDATE_MS = 10_000;

/** Status reports more than five minutes after the previous one, or off the kubelet's check times, one a line, from `from` on. */
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
