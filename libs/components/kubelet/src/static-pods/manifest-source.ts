import type { Cancel } from '@klockwork/kernel';
import type { Manifest } from '@klockwork/node-lifecycle';

/** Source of static pods: a folder of manifests per node. */
export interface ManifestSource {
  /** Calls `changed` with all manifests of a node, by path, initially and after each change. */
  follow(node: string, changed: (manifests: readonly Manifest[]) => void): Cancel;
}
