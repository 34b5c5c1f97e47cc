import { createContext, useContext, useEffect, useState, useSyncExternalStore } from 'react';
import { sendJson } from '../api/client.ts';
import { hostNow } from './host-time.ts';
import { type ClockReport, type LabTime, labNow } from './lab-time.ts';
import { RowStore } from './row-store.ts';
import type { Rows } from './rows.ts';

/** Time between two reports of the clock, in ms. */
const CLOCK_MS = 1_000;

/** Kinds that the console follows. */
const PATHS = { nodes: '/api/v1/nodes', pods: '/api/v1/pods', faults: '/apis/klockwork.dev/v1alpha1/faults' } as const;

export type FollowedKind = keyof typeof PATHS;

/** Everything that the views show, fed by the server. */
export class LabStore {
  readonly #rows: Readonly<Record<FollowedKind, RowStore>>;
  readonly #listeners = new Set<() => void>();
  readonly #stop = new AbortController();
  #time: LabTime | undefined;

  constructor() {
    this.#rows = { nodes: new RowStore(PATHS.nodes), pods: new RowStore(PATHS.pods), faults: new RowStore(PATHS.faults) };
  }

  get time(): LabTime | undefined {
    return this.#time;
  }

  rows(kind: FollowedKind): RowStore {
    return this.#rows[kind];
  }

  start(): void {
    for (const rows of Object.values(this.#rows)) void rows.run();
    void this.#followClock();
  }

  stop(): void {
    this.#stop.abort();
    for (const rows of Object.values(this.#rows)) rows.stop();
  }

  /** Reads the clock at once, for example after a command. */
  async refreshClock(): Promise<void> {
    const report = await sendJson<ClockReport>('/klockwork/v1/clock', { signal: this.#stop.signal });
    this.#time = { report, hostAt: hostNow() };
    for (const listener of this.#listeners) listener();
  }

  subscribeTime(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async #followClock(): Promise<void> {
    while (!this.#stop.signal.aborted) {
      // The freshness of the rows tells of a lost server.
      await this.refreshClock().catch(() => {});
      await new Promise((resolve) => setTimeout(resolve, CLOCK_MS));
    }
  }
}

const LabContext = createContext<LabStore | undefined>(undefined);
export const LabProvider = LabContext.Provider;

export function useLab(): LabStore {
  const lab = useContext(LabContext);
  if (lab === undefined) throw new Error('no LabProvider is above this view');
  return lab;
}

export function useRows(kind: FollowedKind): Rows {
  const store = useLab().rows(kind);
  return useSyncExternalStore(
    (listener) => store.subscribe(listener),
    () => store.rows,
  );
}

/** Returns the clock's report with the lab time of now, several times a second. */
export function useLabTime(): { readonly now: number; readonly time: LabTime } | undefined {
  const lab = useLab();
  const time = useSyncExternalStore(
    (listener) => lab.subscribeTime(listener),
    () => lab.time,
  );
  const [host, setHost] = useState(() => hostNow());
  useEffect(() => {
    const timer = setInterval(() => setHost(hostNow()), 250);
    return () => clearInterval(timer);
  }, []);
  return time && { now: labNow(time, Math.max(host, time.hostAt)), time };
}
