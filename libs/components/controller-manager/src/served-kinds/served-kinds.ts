import type { Informer, InformerFactory } from '@klockwork/informers';
import { StoppedError } from '@klockwork/kernel';
import { type CustomResourceDefinition, customKind, isEstablished, type ResourceRef, resources } from '@klockwork/resources';

/** Kinds that are served: all now, and each later one. */
export interface ServedKinds {
  readonly all: readonly ResourceRef[];
  /** Calls `listener` with each later or changed kind. Returns a cancel function. */
  onAdded(listener: (kind: ResourceRef) => void): () => void;
}

/** Returns the kinds of a source that fulfil `chosen`. */
export function chosenKinds(kinds: ServedKinds, chosen: (kind: ResourceRef) => boolean): ServedKinds {
  return {
    get all() {
      return kinds.all.filter(chosen);
    },
    onAdded: (listener) => kinds.onAdded((kind) => (chosen(kind) ? listener(kind) : undefined)),
  };
}

/** Informers: those of the definitions, and those of all users of the kinds. */
interface KindInformers {
  readonly definitions: InformerFactory;
  readonly shared: InformerFactory;
}

function isSame(kind: ResourceRef, known: ResourceRef | undefined): boolean {
  return known?.kind === kind.kind && known.namespaced === kind.namespaced && known.version === kind.version;
}

/**
 * Follows definitions of custom kinds. A kind stays after its definition: its objects are gone then, and a definition that comes again needs
 * its informer.
 */
export class DefinedKinds implements ServedKinds {
  readonly #informers: KindInformers;
  readonly #definitions: Informer<CustomResourceDefinition>;
  readonly #listeners = new Set<(kind: ResourceRef) => void>();
  /** Kinds of definitions, by definition name. */
  readonly #custom = new Map<string, ResourceRef>();
  readonly #builtIn: readonly ResourceRef[];
  #all: readonly ResourceRef[];

  constructor(informers: KindInformers, builtIn: readonly ResourceRef[]) {
    this.#informers = informers;
    this.#builtIn = builtIn;
    this.#all = builtIn;
    // Users of the shared informers would miss notices of a list that precedes them.
    this.#definitions = informers.definitions.informer<CustomResourceDefinition>(resources.customResourceDefinitions);
  }

  /** Resolves when the kinds of all present definitions are known. */
  async start(): Promise<void> {
    this.#definitions.onNotice(({ object }) => this.#look(object));
    await this.#informers.definitions.start();
  }

  stop(): void {
    this.#informers.definitions.stop();
  }

  get all(): readonly ResourceRef[] {
    return this.#all;
  }

  onAdded(listener: (kind: ResourceRef) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #look(definition: CustomResourceDefinition): void {
    const kind = isEstablished(definition) ? customKind(definition) : undefined;
    if (kind === undefined) return;
    const name = `${kind.resource}.${kind.group}`;
    if (isSame(kind, this.#custom.get(name))) return;
    this.#custom.set(name, kind);
    this.#all = [...this.#builtIn, ...this.#custom.values()];
    for (const listener of this.#listeners) listener(kind);
    if (this.#listeners.size > 0) this.#startInformers();
  }

  /** Starts informers that the listeners requested. */
  #startInformers(): void {
    this.#informers.shared.start().catch((error: unknown) => {
      if (!(error instanceof StoppedError)) throw error;
    });
  }
}
