import type { LabTime } from '@klockwork/kernel';

interface AffinityEntry {
  readonly backend: string;
  readonly until: LabTime;
}

/**
 * Which backend each client was given last, for Services with `sessionAffinity: ClientIP`; each node remembers for itself.
 * A memory is renewed with every connection, and lost `timeoutMs` after the last. Models the `recent` rules of `pkg/proxy/iptables`.
 */
export class SessionAffinity {
  readonly #sessions = new Map<string, AffinityEntry>();

  /** `ip:port` of the remembered backend for `client` at `servicePort`. */
  recall(servicePort: string, client: string, now: LabTime): string | undefined {
    const rememberedEntry = this.#sessions.get(`${servicePort}|${client}`);
    return rememberedEntry === undefined || rememberedEntry.until <= now ? undefined : rememberedEntry.backend;
  }

  /** Remembers a connection, and forgets what is too old. */
  remember(servicePort: string, client: string, { backend, until }: AffinityEntry, now: LabTime): void {
    this.#forget(now);
    // Reinserts, to keep the oldest first.
    this.#sessions.delete(`${servicePort}|${client}`);
    this.#sessions.set(`${servicePort}|${client}`, { backend, until });
  }

  #forget(now: LabTime): void {
    for (const [key, { until }] of this.#sessions) {
      if (until > now) continue;
      this.#sessions.delete(key);
    }
  }
}
