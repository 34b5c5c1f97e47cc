import type { Journal } from '@klockwork/event-store';
import type { Cancel } from '@klockwork/kernel';
import {
  allKinds,
  type CustomResourceDefinition,
  customKind,
  isEstablished,
  type KindDefinition,
  type ResourceRef,
  resources,
} from '@klockwork/resources';

/** Kinds that are served now: built-in ones, and those of established definitions. */
export interface KindSource {
  /** The same list until the kinds change. */
  readonly all: readonly KindDefinition[];
}

/** Follows the definitions in the log. */
export class ServedKinds implements KindSource {
  readonly #journal: Journal;
  readonly #builtIn: readonly KindDefinition[];
  readonly #stop: Cancel;
  /** Custom kinds by definition name, with source state. */
  #custom = new Map<string, { readonly state: string; readonly kind: KindDefinition }>();
  #all: readonly KindDefinition[] = [];

  constructor(journal: Journal, builtIn: readonly KindDefinition[] = allKinds) {
    this.#journal = journal;
    this.#builtIn = builtIn;
    this.#read();
    const { group, resource } = resources.customResourceDefinitions;
    this.#stop = journal.onCommitted(({ event: { key } }) => {
      if (key.resource === resource && key.group === group) this.#read();
    });
  }

  get all(): readonly KindDefinition[] {
    return this.#all;
  }

  find({ group, resource }: Pick<ResourceRef, 'group' | 'resource'>): KindDefinition | undefined {
    return this.#all.find((kind) => kind.group === group && kind.resource === resource);
  }

  stop(): void {
    this.#stop();
  }

  #read(): void {
    const known = this.#custom;
    this.#custom = new Map();
    for (const { key, object } of this.#journal.state.list(resources.customResourceDefinitions)) {
      const definition = object as CustomResourceDefinition;
      if (!isEstablished(definition)) continue;
      const state = JSON.stringify([definition.metadata?.uid, definition.metadata?.generation, definition.status?.acceptedNames]);
      const before = known.get(key.name);
      const kind = before?.state === state ? before.kind : customKind(definition);
      if (kind !== undefined) this.#custom.set(key.name, { state, kind });
    }
    const kinds = [...this.#custom].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, { kind }]) => kind);
    if (this.#all.length !== this.#builtIn.length + kinds.length || kinds.some((kind) => !this.#all.includes(kind)))
      this.#all = [...this.#builtIn, ...kinds];
  }
}
