import type { ClockAdvance } from '@klockwork/resources';
import type { ApiClient } from '../api-client.ts';
import type { LabClock } from '../lab-clock.ts';
import type { LauncherClient } from '../launcher-client.ts';
import { retryUntilAnswered } from '../retry-until-answered.ts';
import { labHourManifests, type Manifest, MOVERS, ROLLOUT } from './workload.ts';

export interface LabHourClients {
  readonly api: ApiClient;
  readonly clock: LabClock;
  readonly launcher: LauncherClient;
}

/** Instants of a lab hour. */
export interface LabHourResult {
  /** Lab time at the start, at the node loss, and at the end, ms. */
  readonly from: number;
  readonly lostAt: number;
  readonly until: number;
  /** Clock's jumps, and host time spent in advances. */
  readonly jumps: number;
  readonly hostSeconds: number;
  readonly fired: Readonly<Record<string, number>>;
}

/** Node that loses power by default. */
export const LOST_NODE = 'node-3';

/** Periodic tasks run at whole minutes of lab time, hence an hour starts at a multiple of this. */
const WHOLE_MS = 600_000;
const STRATEGIC_PATCH = { contentType: 'application/strategic-merge-patch+json' };
const DEPLOYMENT = '/apis/apps/v1/namespaces/default/deployments/web';

/**
 * Runs one hour of a paused lab with three nodes: crash loops, probes, leases; a rollout after ten minutes; a node power loss after twenty.
 * Outside actions happen between two advances, thus at exact instants.
 */
export async function labHour(
  { api, clock, launcher }: LabHourClients,
  { lostNode = LOST_NODE }: { lostNode?: string | undefined } = {},
): Promise<LabHourResult> {
  const from = Math.ceil((await clock.now()) / WHOLE_MS) * WHOLE_MS;
  await clock.advanceTo(from);
  for (const { path, body } of labHourManifests(from)) await accepted(() => api.send('POST', path, body));
  const settledAdvance = await clock.advance('1m');
  await runOn(LOST_NODE, MOVERS, { api, clock });
  const first = await clock.advanceTo(from + 600_000);
  await accepted(() => api.send('PATCH', DEPLOYMENT, ROLLOUT, STRATEGIC_PATCH));
  const second = await clock.advance('10m');
  const lostAt = await clock.now();
  await launcher.killNode(lostNode);
  const third = await clock.advance('40m');
  return { from, lostAt, until: await clock.now(), ...sum([settledAdvance, first, second, third]) };
}

/** Creates an object whose pod runs on one of the first three nodes, by cordoning the others. */
async function runOn(node: string, { path, body }: Manifest, { api, clock }: Pick<LabHourClients, 'api' | 'clock'>): Promise<void> {
  const others = ['node-1', 'node-2', 'node-3'].filter((name) => name !== node);
  const cordon = (unschedulable: boolean) =>
    Promise.all(
      others.map((name) => accepted(() => api.send('PATCH', `/api/v1/nodes/${name}`, { spec: { unschedulable } }, STRATEGIC_PATCH))),
    );
  await cordon(true);
  await clock.advance('1s');
  await accepted(() => api.send('POST', path, body));
  await clock.advance('1s');
  await cordon(false);
}

/** Retries until a response; an existing object means that an earlier lost response was a success. */
async function accepted(ask: () => ReturnType<ApiClient['send']>): Promise<void> {
  const { status, body } = await retryUntilAnswered(ask);
  if (status >= 300 && status !== 409) throw new Error(`the lab hour was refused something with ${status}: ${JSON.stringify(body)}`);
}

function sum(advances: readonly ClockAdvance[]): Pick<LabHourResult, 'jumps' | 'hostSeconds' | 'fired'> {
  const fired: Record<string, number> = {};
  for (const { name, count } of advances.flatMap((advance) => advance.fired ?? [])) fired[name] = (fired[name] ?? 0) + count;
  const total = (of: (advance: ClockAdvance) => number) => advances.reduce((all, advance) => all + of(advance), 0);
  return { jumps: total(({ jumps = 0 }) => jumps), hostSeconds: total(({ hostSeconds = 0 }) => hostSeconds), fired };
}
