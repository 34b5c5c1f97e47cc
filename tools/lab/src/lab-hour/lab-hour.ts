import type { ApiClient } from '../api-client.ts';
import type { AdvanceStatus, LabClock } from '../lab-clock.ts';
import type { LauncherClient } from '../launcher-client.ts';
import { labHourManifests, ROLLOUT } from './workload.ts';

/** The hands that move a lab through its hour. */
export interface LabHourHands {
  readonly api: ApiClient;
  readonly clock: LabClock;
  readonly launcher: LauncherClient;
}

/** What happened, and when. */
export interface LabHourResult {
  /** Lab time at the beginning, when the node was lost, and at the end, in ms. */
  readonly from: number;
  readonly lostAt: number;
  readonly until: number;
  /** Clock's jumps, and host time spent in advances. */
  readonly jumps: number;
  readonly hostSeconds: number;
  readonly fired: Readonly<Record<string, number>>;
}

/** The node that loses power, unless it is said otherwise. */
export const LOST_NODE = 'node-3';

const DEPLOYMENT = '/apis/apps/v1/namespaces/default/deployments/web';

/**
 * One hour of a lab of three nodes that stands still: crash loops, probes, leases; a rollout after ten minutes; a node that loses power
 * after twenty. What is done from outside is done between two advances, and so at an exact instant.
 */
export async function labHour(
  { api, clock, launcher }: LabHourHands,
  { lostNode = LOST_NODE }: { lostNode?: string | undefined } = {},
): Promise<LabHourResult> {
  const from = (await clock.report()).now;
  for (const { path, body } of labHourManifests(from)) await accepted(api.send('POST', path, body));
  const first = await clock.advance('10m');
  await accepted(api.send('PATCH', DEPLOYMENT, ROLLOUT, { contentType: 'application/strategic-merge-patch+json' }));
  const second = await clock.advance('10m');
  const lostAt = (await clock.report()).now;
  await launcher.killNode(lostNode);
  const third = await clock.advance('40m');
  return { from, lostAt, until: (await clock.report()).now, ...sum([first, second, third]) };
}

async function accepted(answer: ReturnType<ApiClient['send']>): Promise<void> {
  const { status, body } = await answer;
  if (status >= 300) throw new Error(`the lab hour was refused something with ${status}: ${JSON.stringify(body)}`);
}

function sum(advances: readonly AdvanceStatus[]): Pick<LabHourResult, 'jumps' | 'hostSeconds' | 'fired'> {
  const fired: Record<string, number> = {};
  for (const advance of advances) for (const [name, count] of Object.entries(advance.fired)) fired[name] = (fired[name] ?? 0) + count;
  const total = (of: (advance: AdvanceStatus) => number) => advances.reduce((all, advance) => all + of(advance), 0);
  return { jumps: total(({ jumps }) => jumps), hostSeconds: total(({ hostSeconds }) => hostSeconds), fired };
}
