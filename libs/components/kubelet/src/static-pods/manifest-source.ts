import type { Cancel } from '@klockwork/kernel';
import type { Manifest } from '@klockwork/node-lifecycle';

/** Where the pods come from that nodes run by themselves: a folder of manifests for each. */
export interface ManifestSource {
  /** Calls `changed` with all manifests of a node, by path, as soon as they are known and after each change. */
  follow(node: string, changed: (manifests: readonly Manifest[]) => void): Cancel;
}
