import { MemoryBusNetwork } from '@klockwork/bus';
import { MemoryEventStore, type StoredEvent } from '@klockwork/event-store';
import { CountingActivity, ManualClock, SeededRandom, silentLogger } from '@klockwork/kernel';
import { expect } from 'vitest';
import { assembleCluster, type ClusterOptions } from '../assemble-cluster.ts';
import type { Cluster } from '../cluster.ts';

// Minimal declaration of the host's next turn.
declare const setImmediate: (then: () => void) => unknown;

/** Cluster whose lab time passes by request. */
export interface SteppedCluster {
  readonly cluster: Cluster;
  readonly clock: ManualClock;
  /** Committed events, oldest first. */
  readonly events: readonly StoredEvent[];
  /** Lets `ms` of lab time pass, with all work that becomes due. */
  pass(ms: number): Promise<void>;
}

/** Starts a cluster of the profile `fast`, in which a process that fails by itself fails the test. */
export function steppedCluster(options: Pick<ClusterOptions, 'nodes' | 'images' | 'programOf'>): SteppedCluster {
  const clock = new ManualClock(Date.UTC(2026, 0, 1));
  const random = new SeededRandom(1);
  const activity = new CountingActivity((then) => setImmediate(then));
  const network = new MemoryBusNetwork({ clock, random: random.fork('network') });
  const cluster = assembleCluster({
    ...{ clock, random, activity, network, store: new MemoryEventStore(), profile: 'fast' },
    ...options,
    logger: () => silentLogger,
    broken: (process, error) => expect.unreachable(`${process}: ${error.message}`),
  });
  const events: StoredEvent[] = [];
  cluster.onCommitted((event) => events.push(event));
  const rest = async () => {
    do await new Promise<void>((resolve) => setImmediate(resolve));
    while (!activity.state().idle);
  };
  const pass = async (ms: number) => {
    const until = clock.now() + ms;
    await rest();
    for (let next = clock.nextAt(); next !== null && next <= until; next = clock.nextAt()) {
      clock.advanceTo(next);
      await rest();
    }
    clock.advanceTo(until);
  };
  return { cluster, clock, events, pass };
}
