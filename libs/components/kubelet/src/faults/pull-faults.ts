import { ImageError } from '@klockwork/pod-lifecycle';

/** Faults of a node's image pulls. */
export class PullFaults {
  readonly #rules = new Set<(image: string) => boolean>();

  /** Adds a rule for failing images; returns a function that removes it. */
  add(fails: (image: string) => boolean): () => void {
    this.#rules.add(fails);
    return () => {
      this.#rules.delete(fails);
    };
  }

  /** Throws ImageError, with containerd's message for an unavailable registry, if a rule lets the pull fail. */
  check(image: string): void {
    for (const fails of this.#rules) if (fails(image)) throw new ImageError('ErrImagePull', unavailable(image));
  }
}

function unavailable(image: string): string {
  const what = `failed to pull and unpack image "${image}": failed to resolve reference "${image}"`;
  return `rpc error: code = Unavailable desc = ${what}: unexpected status from HEAD request: 503 Service Unavailable`;
}
