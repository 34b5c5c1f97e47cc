import { type Clock, StopSource } from '@klockwork/kernel';
import type { ResourceLimits } from '@klockwork/pod-lifecycle';
import { AgentPause } from './agent-pause.ts';

/** Calls of the runtime that faults delay. */
export type SlowCall = 'pullImage' | 'createContainer' | 'startContainer' | 'exec' | 'reach';

interface Slowness {
  readonly calls: readonly SlowCall[];
  readonly delayMs: number;
  touched(): void;
}

/** Millicores of a whole processor, the limit of programs without one. */
const PROCESSOR_MILLI = 1_000;
const SLOW = { name: 'runtime-fault-delay' } as const;

/** Faults of a node's runtime: a paused agent, slow calls, and throttled processors. */
export class RuntimeFaults {
  readonly pause: AgentPause;
  readonly #clock: Clock;
  readonly #slow = new Set<Slowness>();
  readonly #shares = new Set<{ readonly percent: number }>();

  constructor(clock: Clock, pause = new AgentPause()) {
    this.#clock = clock;
    this.pause = pause;
  }

  /** Delays calls. Returns a function that ends this. */
  slow(slowness: Slowness): () => void {
    this.#slow.add(slowness);
    return () => void this.#slow.delete(slowness);
  }

  /** Leaves a share of the processors. Returns a function that ends this. */
  throttle(percent: number): () => void {
    const share = { percent };
    this.#shares.add(share);
    return () => void this.#shares.delete(share);
  }

  /** Returns a promise for the end of a call's delay; undefined without delay. */
  delay(call: SlowCall): Promise<void> | undefined {
    let totalMs = 0;
    for (const { calls, delayMs, touched } of this.#slow) {
      if (!calls.includes(call)) continue;
      totalMs += delayMs;
      touched();
    }
    return totalMs === 0 ? undefined : this.#clock.sleep(totalMs, SLOW, new StopSource());
  }

  /** Returns the limits that throttled processors leave. */
  limits(limits: ResourceLimits): ResourceLimits {
    let milli = limits.cpuMilli ?? PROCESSOR_MILLI;
    for (const { percent } of this.#shares) milli *= percent / 100;
    return this.#shares.size === 0 ? limits : { ...limits, cpuMilli: Math.max(1, Math.round(milli)) };
  }
}
