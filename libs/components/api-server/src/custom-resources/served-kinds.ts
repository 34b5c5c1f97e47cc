import type { Journal } from '@klockwork/event-store';
import type { Cancel } from '@klockwork/kernel';
import {
  type CustomResourceDefinition,
  customKind,
  definitionCondition,
  isEstablished,
  type KindDefinition,
  type KubeObject,
  type ResourceRef,
  resources,
} from '@klockwork/resources';
import { builtInKinds } from '../drills/built-in-kinds.ts';

/** Kinds that are served now: built-in ones, and those of established definitions. */
export interface KindSource {
  /** The same list until the kinds change. */
  readonly all: readonly KindDefinition[];
}

/** Kind made from a definition; `source` compares its uid, generation and accepted names. */
interface CustomKind {
  readonly source: string;
  readonly kind: KindDefinition;
}

/** Follows the definitions in the log. */
export class ServedKinds implements KindSource {
  readonly #builtIn: readonly KindDefinition[];
  readonly #stop: Cancel;
  readonly #hasObjects: (definition: CustomResourceDefinition) => boolean;
  /** By definition name. */
  readonly #custom = new Map<string, CustomKind>();
  #all: readonly KindDefinition[];

  constructor(journal: Journal, builtIn: readonly KindDefinition[] = builtInKinds) {
    this.#builtIn = builtIn;
    this.#hasObjects = ({ spec, status }) =>
      journal.state.count({ group: spec?.group ?? '', resource: status?.acceptedNames?.plural ?? '' }) > 0;
    this.#all = builtIn;
    for (const { key, object } of journal.state.list(resources.customResourceDefinitions)) this.#take(key.name, object);
    this.#collect();
    this.#stop = journal.onCommitted(({ event: { key, change, object } }) => {
      if (isDefinition(key)) this.#follow(key.name, change === 'deleted' ? undefined : object);
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

  #follow(name: string, object: KubeObject | undefined): void {
    if (this.#take(name, object)) this.#collect();
  }

  /** Returns whether the kind of a definition changed. */
  #take(name: string, object: KubeObject | undefined): boolean {
    const definition = object as CustomResourceDefinition | undefined;
    const previous = this.#custom.get(name);
    const next = definition && isEstablished(definition) ? customKindOf(definition, previous, this.#hasObjects) : undefined;
    if (next === previous) return false;
    if (next === undefined) this.#custom.delete(name);
    else this.#custom.set(name, next);
    return true;
  }

  #collect(): void {
    const names = [...this.#custom.keys()].sort();
    this.#all = [...this.#builtIn, ...names.map((each) => (this.#custom.get(each) as CustomKind).kind)];
  }
}

/** True for the key of a CustomResourceDefinition. */
export function isDefinition({ group, resource }: Pick<ResourceRef, 'group' | 'resource'>): boolean {
  const definitions = resources.customResourceDefinitions;
  return group === definitions.group && resource === definitions.resource;
}

/** Returns `known` unless the definition has changed: a change of most conditions keeps the kind. */
function customKindOf(
  definition: CustomResourceDefinition,
  knownKind: CustomKind | undefined,
  hasObjects: (definition: CustomResourceDefinition) => boolean,
): CustomKind | undefined {
  const { metadata, status } = definition;
  const isTerminating = definitionCondition(definition, 'Terminating')?.status === 'True';
  const source = JSON.stringify([metadata?.uid, metadata?.generation, status?.acceptedNames, isTerminating]);
  if (knownKind?.source === source) return knownKind;
  const kind = customKind(definition, hasObjects(definition) ? Number(metadata?.resourceVersion) : 0);
  return kind && { source, kind: isTerminating ? { ...kind, isTerminating } : kind };
}
