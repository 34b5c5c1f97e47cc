import type { CommittedEvent } from '@klockwork/event-store';
import type { WatchEvent } from '@klockwork/registry';

/** Max characters in memory; the newest event may exceed it. */
export const RECENT_CHARACTERS_MAX = 1024 * 1024;

type Type = WatchEvent['type'];

/**
 * Lines of newest watch events, each built once for all watchers with equal rendering. Limited by size: clients read the newest events at
 * about the same time, and lines with the lifetime of their events would double the memory of the log's tail.
 */
export class RecentLines {
  readonly #lines = new Map<CommittedEvent, Map<Type, string>>();
  #characters = 0;

  /** Returns the line of `event` as `type`, built by `make` unless cached. */
  line(event: CommittedEvent, type: Type, make: () => string): string {
    const cachedLine = this.#lines.get(event)?.get(type);
    if (cachedLine !== undefined) return cachedLine;
    const line = make();
    this.#add(event, type, line);
    return line;
  }

  #add(event: CommittedEvent, type: Type, line: string): void {
    const lines = this.#lines.get(event) ?? new Map<Type, string>();
    this.#lines.set(event, lines.set(type, line));
    this.#characters += line.length;
    for (const oldest of this.#lines.keys()) {
      if (this.#characters <= RECENT_CHARACTERS_MAX || oldest === event) break;
      this.#delete(oldest);
    }
  }

  #delete(event: CommittedEvent): void {
    for (const line of this.#lines.get(event)?.values() ?? []) this.#characters -= line.length;
    this.#lines.delete(event);
  }
}
