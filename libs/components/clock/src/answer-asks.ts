import type { Body, Bus, Subjects, Subscription } from '@klockwork/bus';
import type { AdvanceProgress, ClockCoordinator, ClockReport } from '@klockwork/lockstep';

/** Maximum number of work timers in a report, and of upkeep timers. */
const TIMERS_MAX = 20;

/** Answers requests on the bus with a {@link ClockReport}. `progress` returns that of the running advance. */
export function answerAsks(
  ports: { coordinator: ClockCoordinator; bus: Bus; subjects: Subjects },
  progress: () => AdvanceProgress | undefined,
): Subscription {
  const { coordinator, bus, subjects } = ports;
  return bus.serve(subjects.clock.ask, async () => (await reportOf(coordinator, progress)) as unknown as Body, { queue: 'clock' });
}

async function reportOf(coordinator: ClockCoordinator, progress: () => AdvanceProgress | undefined): Promise<ClockReport> {
  const next = await coordinator.timers(TIMERS_MAX);
  const advance = progress();
  return { ...coordinator.state(), next, ...(advance && { advance }) };
}
