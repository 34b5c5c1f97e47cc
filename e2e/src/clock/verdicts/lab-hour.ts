import { CRASHERS, type LabHourResult, LOST_NODE, type LoggedEvent } from '@klockwork/lab-tool';
import { wrongBackOffs } from './back-offs.ts';
import { contentOf } from './content.ts';
import { irregularStatusReports, lateLeases } from './leases.ts';
import { wrongEvictions, wrongNodeLosses } from './node-loss.ts';

/** Objects that tests themselves write on and on. */
export const LOAD_PREFIX = 'hammer-';

/** Violations in the log of a lab hour, one a line. */
export function labHourComplaints(log: readonly LoggedEvent[], { from, lostAt, until }: LabHourResult): string[] {
  const lost = { [LOST_NODE]: lostAt };
  const survivors = CRASHERS.filter(({ node }) => node !== LOST_NODE).map(({ name }) => name);
  const gone = CRASHERS.filter(({ node }) => node === LOST_NODE).map(({ name }) => name);
  return [
    ...lateLeases(log, { until, lost }),
    ...irregularStatusReports(log, from),
    ...wrongNodeLosses(log, lost),
    ...wrongEvictions(log, LOST_NODE),
    ...[...survivors, 'crash-seldom'].flatMap((pod) => wrongBackOffs(log, pod, until)),
    ...gone.flatMap((pod) =>
      wrongBackOffs(
        log.filter(({ at }) => at < lostAt),
        pod,
        lostAt,
      ),
    ),
  ];
}

/**
 * Content of a lab hour, equal in all runs. Omits what depends on the start time: the phase of status reports, and the expiry of older
 * Events. Also omits whether a node pulls an image again for a second pod during the first pull: a race within one instant, like on real
 * nodes.
 */
export function labHourContent(log: readonly LoggedEvent[], { from }: LabHourResult): string[] {
  const dependsOnStart = new Set(['NodeStatusReported', 'EventDeleted']);
  const without = ({ key, type, data }: LoggedEvent) =>
    key.name.startsWith(LOAD_PREFIX) || dependsOnStart.has(type) || (key.resource === 'events' && data.reason === 'Pulling');
  return contentOf(log, { from, without });
}
