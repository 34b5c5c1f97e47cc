import type { LogLine } from '@klockwork/pod-lifecycle';
import type { SimulatedContainer } from './simulated-container.ts';

/** Receives new lines of a log, and its end. */
interface Follower {
  line(line: LogLine): void;
  end(): void;
}

/** Log followers of a node. */
export class LogFollowers {
  readonly #ends = new Map<string, Set<() => void>>();

  /** Delivers each new line until the container exits; returns the unfollow function. */
  follow({ report, log }: SimulatedContainer, on: Follower): () => void {
    if (report.state === 'exited') {
      on.end();
      return () => {};
    }
    const release = log.follow((line) => on.line(line));
    const ends = this.#ends.get(report.id) ?? new Set();
    this.#ends.set(report.id, ends);
    const end = () => {
      stop();
      on.end();
    };
    const stop = () => {
      release();
      ends.delete(end);
    };
    ends.add(end);
    return stop;
  }

  /** Ends all followers of an exited container. */
  exited(id: string): void {
    for (const end of [...(this.#ends.get(id) ?? [])]) end();
    this.#ends.delete(id);
  }
}
