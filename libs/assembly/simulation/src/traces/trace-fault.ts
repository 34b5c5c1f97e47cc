import type { Script } from '../script.ts';
import type { FaultAction } from './play-trace.ts';
import type { TraceRow } from './record-trace.ts';
import type { TraceScenario } from './trace-scenario.ts';

/** Down time in ms of lab time: a launcher restarts services, an operator restarts nodes. */
const SERVICE_AWAY_MS = 800;
const NODE_AWAY_MS = 5_000;

/** Fault at an instant. */
export interface TraceFault {
  /** A service, a node, or `broker`. */
  readonly victim: string;
  /** Lab ms after the story began. */
  readonly at: number;
}

/** Returns faults of each process at each observable instant of a story. */
export function allTraceFaults({ nodes = ['node-1'] }: TraceScenario, rows: readonly TraceRow[]): TraceFault[] {
  const instants = [...new Set(rows.map(({ at }) => at))];
  const victims = ['api-server', 'scheduler', 'controller-manager', 'broker', ...nodes];
  return instants.flatMap((at) => victims.map((victim) => ({ victim, at })));
}

/** SIGKILL, and another process of the name a little later; the broker's end breaks every connection. */
export function faultActionOf({ victim, at }: TraceFault): FaultAction {
  return { at, apply: (script) => (victim === 'broker' ? breakConnections(script) : restart(script, victim)) };
}

async function restart(script: Script, victim: string): Promise<void> {
  // The story's own power cut may precede.
  if (!script.isRunning(victim)) return;
  script.crash(victim);
  await script.pass(victim.startsWith('node-') ? NODE_AWAY_MS : SERVICE_AWAY_MS);
  if (!script.isRunning(victim)) script.start(victim);
}

async function breakConnections(script: Script): Promise<void> {
  for (const process of script.processes) script.reconnect(process);
}
