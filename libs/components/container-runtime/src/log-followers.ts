import type { LogLine } from '@klockwork/pod-lifecycle';
import type { SimulatedContainer } from './simulated-container.ts';

/** Who is told of what comes next in a log, and of its end. */
interface Follower {
  line(line: LogLine): void;
  end(): void;
}

/** Those who follow the logs of a node's containers. */
export class LogFollowers {
  readonly #ends = new Map<string, Set<() => void>>();

  /** Tells of each line from now on, until the container has exited; gives what ends it before. */
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

  /** The container has exited: nothing more comes. */
  exited(id: string): void {
    for (const end of [...(this.#ends.get(id) ?? [])]) end();
    this.#ends.delete(id);
  }
}
