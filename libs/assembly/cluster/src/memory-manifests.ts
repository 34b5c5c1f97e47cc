import type { Cancel } from '@klockwork/kernel';
import type { ManifestSource } from '@klockwork/kubelet';

type Listener = Parameters<ManifestSource['follow']>[1];

/** The nodes' folders of manifests, on disks that outlive every process. */
export class MemoryManifests implements ManifestSource {
  readonly #files = new Map<string, Map<string, unknown>>();
  readonly #listeners = new Map<string, Set<Listener>>();

  /** Writes a manifest file of a node; without `value`, removes the file. */
  write(node: string, path: string, value: unknown): void {
    const files = this.#files.get(node) ?? new Map<string, unknown>();
    this.#files.set(node, files);
    if (value === undefined) files.delete(path);
    else files.set(path, value);
    for (const changed of this.#listeners.get(node) ?? []) changed(this.#read(node));
  }

  follow(node: string, changed: Listener): Cancel {
    const listeners = this.#listeners.get(node) ?? new Set();
    this.#listeners.set(node, listeners);
    listeners.add(changed);
    changed(this.#read(node));
    return () => listeners.delete(changed);
  }

  /** Removes listeners of a node's killed processes. */
  forget(node: string): void {
    this.#listeners.delete(node);
  }

  #read(node: string): { path: string; value: unknown }[] {
    const files = [...(this.#files.get(node) ?? [])];
    return files.map(([path, value]) => ({ path, value })).sort((a, b) => (a.path < b.path ? -1 : 1));
  }
}
