import { FileError } from '@klockwork/files';

/** Processes that a pod may have at a time. Models `podPidsLimit` of a kubelet, with the value that GKE sets. */
export const PIDS_MAX = 1_024;

/**
 * Counts the processes of a pod, zombies and `/pause` included, and holds them to {@link PIDS_MAX}.
 * Models the pids controller of cgroup-v2, `kernel/cgroup/pids.c`.
 */
export class PodProcesses {
  #count = 1;

  /** Counts a new process. Throws FileError EAGAIN at the limit. */
  begin(): void {
    if (this.#count >= PIDS_MAX) throw new FileError('EAGAIN');
    this.#count += 1;
  }

  /** Frees the place of a process whose parent has waited for it. */
  release(): void {
    this.#count -= 1;
  }
}

/** Counts the processes of one container, which share the limit of their pod. */
export class ProcessLimit {
  readonly #pod: PodProcesses;
  readonly #changed: (count: number) => void;
  #count = 0;
  #living = 0;

  /** `changed` receives each new count of living processes. */
  constructor(pod: PodProcesses, changed: (count: number) => void = () => {}) {
    this.#pod = pod;
    this.#changed = changed;
  }

  /** Counts a new process. Throws FileError EAGAIN at the limit of the pod. */
  begin(): void {
    this.#pod.begin();
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
    this.#pod.release();
  }

  /** Processes and zombies of the container. */
  get count(): number {
    return this.#count;
  }
}
