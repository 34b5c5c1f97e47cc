import type { HostTimer } from '@klockwork/kernel';
import type { ClockCoordinator, SettleAnswer } from '@klockwork/lockstep';

/**
 * Waits until all processes are idle and no message is in flight, while lab time stands. An advance to the present instant proves it: its end
 * requires an idle cluster. A second wait takes the place of the first.
 */
export async function settle(coordinator: ClockCoordinator, host: HostTimer, hostMs: number): Promise<SettleAnswer> {
  const { mode, now } = coordinator.state();
  if (mode !== 'Paused') return { type: 'moving', mode };
  const advance = coordinator.advance({ until: now, stopAt: 'bound' });
  let blockedBy: readonly string[] | undefined;
  const cancel = host.set(hostMs, () => {
    blockedBy = advance.progress().blockedBy;
    advance.stop();
  });
  const outcome = await advance.done;
  cancel();
  if (outcome === 'Reached') return { type: 'settled', now };
  return blockedBy === undefined ? { type: 'interrupted' } : { type: 'busy', blockedBy };
}
