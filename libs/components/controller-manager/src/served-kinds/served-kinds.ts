import type { Informer, InformerFactory } from '@klockwork/informers';
import { StoppedError } from '@klockwork/kernel';
import {
  type CustomResourceDefinition,
  customKind,
  isEstablished,
  type KindDefinition,
  type ResourceRef,
  resources,
} from '@klockwork/resources';

/** Kind with its subresources of another kind. */
export type ServedResource = ResourceRef & Partial<Pick<KindDefinition, 'isCustom' | 'projected'>>;

/** Kinds that are served: all now, and each later one. */
export interface ServedKinds {
  readonly all: readonly ServedResource[];
  /** Calls `listener` with each later or changed kind. Returns a cancel function. */
  onAdded(listener: (kind: ServedResource) => void): () => void;
}

/** Returns the kinds of a source that fulfil `chosen`. */
export function chosenKinds(kinds: ServedKinds, chosen: (kind: ServedResource) => boolean): ServedKinds {
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

/** Max concurrent first lists of custom kinds. */
const LISTS_AT_ONCE_MAX = 4;

/** Kind of a definition; `source` names the definition's uid and generation, and the accepted kind. */
interface DefinedKind {
  readonly kind: ServedResource;
  readonly source: string;
}

/**
 * Follows definitions of custom kinds. A kind stays after its definition: its objects are gone then, and a definition that comes again needs
 * its informer.
 */
export class DefinedKinds implements ServedKinds {
  readonly #informers: KindInformers;
  readonly #definitions: Informer<CustomResourceDefinition>;
  readonly #listeners = new Set<(kind: ServedResource) => void>();
  /** Kinds of definitions, by definition name. */
  readonly #custom = new Map<string, DefinedKind>();
  readonly #builtIn: readonly ServedResource[];
  #all: readonly ServedResource[];

  constructor(informers: KindInformers, builtIn: readonly ServedResource[]) {
    this.#informers = informers;
    this.#builtIn = builtIn;
    this.#all = builtIn;
    // Users of the shared informers would miss notices of a list that precedes them.
    this.#definitions = informers.definitions.informer<CustomResourceDefinition>(resources.customResourceDefinitions);
  }

  /** Resolves when the kinds of all present definitions are known; their informers start later. */
  async start(): Promise<void> {
    this.#definitions.onNotice(({ object }) => this.#look(object));
    await this.#informers.definitions.start();
  }

  stop(): void {
    this.#informers.definitions.stop();
  }

  get all(): readonly ServedResource[] {
    return this.#all;
  }

  onAdded(listener: (kind: ServedResource) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #look(definition: CustomResourceDefinition): void {
    const kind = isEstablished(definition) ? customKind(definition) : undefined;
    if (kind === undefined) return;
    const name = `${kind.resource}.${kind.group}`;
    const source = JSON.stringify([definition.metadata?.uid, definition.metadata?.generation, kind.kind]);
    if (this.#custom.get(name)?.source === source) return;
    this.#custom.set(name, { kind, source });
    this.#all = [...this.#builtIn, ...[...this.#custom.values()].map((kind) => kind.kind)];
    for (const listener of this.#listeners) listener(kind);
    if (this.#listeners.size > 0) this.#startInformers();
  }

  /**
   * Starts the shared informers: resolves when those of built-in kinds are filled. The caches of custom kinds follow; controllers that use
   * them wait.
   */
  async fillCaches(): Promise<void> {
    await this.#informers.shared.start({ chosen: ({ resource, group }) => !this.#custom.has(`${resource}.${group}`) });
    this.#startInformers();
  }

  /** Starts informers that the listeners requested. Few at once: many lists would delay the requests of other processes. */
  #startInformers(): void {
    this.#informers.shared.start({ atOnceMax: LISTS_AT_ONCE_MAX }).catch((error: unknown) => {
      if (!(error instanceof StoppedError)) throw error;
    });
  }
}
