import type { Advance, AdvanceCommand, AdvanceOutcome } from '@klockwork/lockstep';
import type { HostPorts } from './host-ports.ts';
import type { World } from './world.ts';

/** Default limit of host time, in ms. */
export const HOST_LIMIT_MS = 30_000;

/** Result of a passage of lab time, and its counts. */
export interface Passage {
  readonly outcome: AdvanceOutcome | 'HostLimit';
  readonly advance: Advance;
  /** Blockers, for people, if the limit of host time was reached. */
  readonly blockedBy: readonly string[];
}

/** Lets lab time pass by a command, for at most `hostLimitMs` of host time. */
export async function pass(world: World, host: HostPorts, command: AdvanceCommand, hostLimitMs: number): Promise<Passage> {
  const advance = world.coordinator.advance(command);
  let blockedBy: readonly string[] | undefined;
  const cancel = host.timer.set(hostLimitMs, () => {
    blockedBy = advance.progress().blockedBy;
    advance.stop();
  });
  const outcome = await advance.done;
  cancel();
  return { outcome: blockedBy === undefined ? outcome : 'HostLimit', advance, blockedBy: blockedBy ?? [] };
}
