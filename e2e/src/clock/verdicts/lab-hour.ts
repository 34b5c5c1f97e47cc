import { CRASHERS, type LabHourResult, LOST_NODE, type LoggedEvent } from '@klockwork/lab-tool';
import { wrongBackOffs } from './back-offs.ts';
import { contentOf } from './content.ts';
import { irregularStatusReports, lateLeases } from './leases.ts';
import { wrongEvictions, wrongNodeLosses } from './node-loss.ts';

/** Objects that tests themselves write on and on. */
export const LOAD_PREFIX = 'hammer-';

/** What is wrong with the log of a lab hour, a line each. */
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
 * What a lab hour came to; equal in all runs. What depends on when the lab was started is left out: at which of the whole ten seconds
 * nodes report their status, and when Events from before are old enough to go. So is whether a node is asked to pull an image for a second
 * pod while the pull for the first is under way: within one instant that is a race, as on a real node.
 */
export function labHourContent(log: readonly LoggedEvent[], { from }: LabHourResult): string[] {
  const dependsOnStart = new Set(['NodeStatusReported', 'EventDeleted']);
  const without = ({ key, type, data }: LoggedEvent) =>
    key.name.startsWith(LOAD_PREFIX) || dependsOnStart.has(type) || (key.resource === 'events' && data.reason === 'Pulling');
  return contentOf(log, { from, without });
}
