import { FileError } from '@klockwork/files';

/** Process limit of a pod. Models `podPidsLimit` of a kubelet, with GKE's value. */
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

  /** Frees the place of a reaped process. */
  release(): void {
    this.#count -= 1;
  }
}

/** Counts processes of one container under its pod's limit. */
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

  /** Counts the exit of a process. Zombies keep their place until {@link release}. */
  end(): void {
    this.#living -= 1;
    this.#changed(this.#living);
  }

  /** Frees the place of a reaped process. */
  release(): void {
    this.#count -= 1;
    this.#pod.release();
  }

  /** Processes and zombies of the container. */
  get count(): number {
    return this.#count;
  }
}
