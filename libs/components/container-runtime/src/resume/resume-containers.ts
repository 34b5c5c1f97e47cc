import type { LabTime, TimerName } from '@klockwork/kernel';
import { type ContainerReport, type EarlierContainer, RuntimeError } from '@klockwork/pod-lifecycle';
import type { SimulatedContainer } from '../simulated-container.ts';
import type { PastClock } from './past-clock.ts';
import type { PastWatch } from './past-watch.ts';

/** Pod whose containers repeat their past. */
export interface PastPod {
  readonly clock: PastClock;
  readonly watch: PastWatch;
  /** Creates a container of the pod. */
  make(container: EarlierContainer): SimulatedContainer;
  /** Lets all work of the present instant end. */
  turn(): Promise<void>;
}

/** Maximum number of timers in the past of a pod: two days of a loop that sleeps ten seconds. */
const TIMERS_MAX = 20_000;
/** Statuses have whole seconds: a repetition can be ahead by less than this, in ms. */
const PRECISION_MS = 1_000;
const TIMER: TimerName = { name: 'container-resume' };
/** Wait in ms for an init container that ends within the second of the next start. */
const RETRY_MS = 1;

interface Resumption {
  readonly earlier: EarlierContainer;
  container?: SimulatedContainer;
}

/**
 * Starts containers in their past, and runs it up to the present. Throws RuntimeError if the present differs from their state, or if a
 * program used the network or random numbers, whose past is unknown.
 */
export async function resumeContainers(containers: readonly EarlierContainer[], pod: PastPod): Promise<readonly ContainerReport[]> {
  if (containers.length === 0) return [];
  const { clock, watch, turn } = pod;
  clock.beginAt(Math.min(...containers.map(({ startedAt }) => startedAt)));
  const all: Resumption[] = containers.map((earlier) => ({ earlier }));
  for (const one of all) clock.at(one.earlier.startedAt, TIMER, () => begin(one, all, pod));
  const isComplete = await clock.catchUp({ timersMax: TIMERS_MAX, turn, isOver: () => watch.reason !== undefined });
  const failure = watch.reason ?? (isComplete ? undefined : 'its programs did more than a repetition allows');
  if (failure !== undefined) throw new RuntimeError(failure);
  return all.map((one) => reportOf(one, clock.now()));
}

function begin(one: Resumption, all: readonly Resumption[], pod: PastPod): void {
  const { clock } = pod;
  const { earlier } = one;
  if (earlier.hasSucceeded !== true && all.some(isAwaited)) {
    clock.after(RETRY_MS, TIMER, () => begin(one, all, pod));
    return;
  }
  const container = pod.make(earlier);
  one.container = container;
  const refusal = container.start();
  const { stop } = earlier;
  if (refusal === undefined && stop !== undefined) clock.at(stop.at, TIMER, () => void container.stop(stop.graceMs));
}

function isAwaited({ earlier, container }: Resumption): boolean {
  return earlier.hasSucceeded === true && container?.report.state !== 'exited';
}

function reportOf({ earlier, container }: Resumption, now: LabTime): ContainerReport {
  const { name } = earlier.spec;
  const report = container?.report;
  if (report === undefined) throw new RuntimeError(`container ${name} did not start again`);
  const hasSucceeded = report.state === 'exited' && report.exitCode === 0;
  if (earlier.hasSucceeded ? !hasSucceeded : hasEndedEarly(report, now)) throw new RuntimeError(`container ${name} ended otherwise before`);
  return report;
}

function hasEndedEarly({ state, finishedAt = 0 }: ContainerReport, now: LabTime): boolean {
  return state === 'exited' && finishedAt <= now - PRECISION_MS;
}
