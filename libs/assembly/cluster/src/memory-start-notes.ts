import { endsAfter, type StartNotes } from '@klockwork/kubelet';

interface Run {
  readonly ends: ReadonlyMap<string, number>;
  readonly starting: Set<string>;
}

/** Start notes that survive simulated agents, like host files. */
export class MemoryStartNotes implements StartNotes {
  readonly #runs = new Map<string, Run>();

  begin(node: string): ReadonlyMap<string, number> {
    const before = this.#runs.get(node);
    const ends = before === undefined ? new Map<string, number>() : endsAfter(before.ends, before.starting);
    this.#runs.set(node, { ends, starting: new Set() });
    return ends;
  }

  starting(node: string, uid: string): void {
    this.#runs.get(node)?.starting.add(uid);
  }

  drop(node: string, uid: string): void {
    this.#runs.get(node)?.starting.delete(uid);
  }

  /** The agent ended in order, or its node lost power. */
  end(node: string): void {
    this.#runs.delete(node);
  }
}
