import { FileError } from '@klockwork/files';

/** Processes that a container may have at a time. Models `podPidsLimit` of a kubelet, which is per pod, as GKE sets it. */
export const PIDS_MAX = 1_024;

/**
 * Counts the processes of one container, zombies included, and holds them to {@link PIDS_MAX}.
 * Models the pids controller of cgroup-v2, `kernel/cgroup/pids.c`.
 */
export class ProcessLimit {
  readonly #changed: (count: number) => void;
  #count = 0;
  #living = 0;

  /** `changed` receives each new count of living processes. */
  constructor(changed: (count: number) => void = () => {}) {
    this.#changed = changed;
  }

  /** Counts a new process. Throws FileError EAGAIN at the limit. */
  begin(): void {
    if (this.#count >= PIDS_MAX) throw new FileError('EAGAIN');
    this.#count += 1;
    this.#living += 1;
    this.#changed(this.#living);
  }

  /** Counts the end of a living process. A zombie keeps its place until {@link release}. */
  end(): void {
    this.#living -= 1;
    this.#changed(this.#living);
  }

  /** Frees the place of a process whose parent has waited for it. */
  release(): void {
    this.#count -= 1;
  }

  /** Processes and zombies. */
  get count(): number {
    return this.#count;
  }
}
