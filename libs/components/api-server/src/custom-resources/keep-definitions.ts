import { formatTime } from '@klockwork/api-machinery';
import type { Cause, LogEvent } from '@klockwork/event-store';
import { type Cancel, copy } from '@klockwork/kernel';
import { selectionOf, type WriteRequest } from '@klockwork/registry';
import { type CustomResourceDefinition, definitionCondition, type KindDefinition, resources } from '@klockwork/resources';
import { type OwnController, type OwnControllerParts, startOwnController } from '../own-controller.ts';
import { builtInKind, ownWrite } from '../own-write.ts';
import { RetriedWork } from '../retried-work.ts';
import { type DefinitionStep, definitionStep } from './definition-step.ts';
import { isDefinition, type ServedKinds } from './served-kinds.ts';

/** Dependencies of the definitions' controller. */
export interface DefinitionParts extends OwnControllerParts {
  readonly kinds: ServedKinds;
}

/**
 * Names, establishes and finalizes definitions: all present ones now, and each after its changes. A step follows the event of the previous
 * one, so a restart continues where the log ended.
 */
export function keepDefinitions(parts: DefinitionParts): Promise<Cancel> {
  return startOwnController(parts.journal, new DefinitionController(parts));
}

class DefinitionController implements OwnController {
  readonly #parts: DefinitionParts;
  /** Work of each group. Serializes its steps: definitions of a group take names in order. */
  readonly #work = new Map<string, Promise<void>>();
  readonly #retried: RetriedWork;
  /** Names of definitions that wait for the deletion of their objects. */
  #ending: ReadonlySet<string> = new Set();

  constructor(parts: DefinitionParts) {
    this.#parts = parts;
    const { clock, logger } = parts;
    const { resource } = resources.customResourceDefinitions;
    const again = (name: string, cause: Cause) => this.#keep(name, cause);
    this.#retried = new RetriedWork({ clock, logger, timer: 'definition-retry', resource, again });
  }

  stop(): void {
    this.#retried.stop();
  }

  /** A change of a definition concerns itself, and others of its group that wait for a name; a change of an object its ending definition. */
  observe({ key, revision }: LogEvent): void {
    const cause: Cause = { trigger: 'event', revision };
    if (!isDefinition(key)) {
      const name = `${key.resource}.${key.group}`;
      if (this.#ending.has(name)) void this.#keep(name, cause);
      return;
    }
    void this.#keep(key.name, cause);
    for (const waiting of this.#waitingFor(key.name)) void this.#keep(waiting, cause);
    this.#noteEnding();
  }

  async keepAll(): Promise<void> {
    this.#noteEnding();
    const startedCause: Cause = { trigger: 'boot', name: 'api-server' };
    await Promise.all(this.#all().map(({ metadata }) => this.#keep(metadata?.name ?? '', startedCause)));
  }

  /** Names of definitions in the same group without all their names. */
  #waitingFor(name: string): string[] {
    const group = groupOf(name);
    const others = this.#all().filter(({ metadata, spec }) => spec?.group === group && metadata?.name !== name);
    return others
      .filter((other) => definitionCondition(other, 'NamesAccepted')?.status !== 'True')
      .map(({ metadata }) => metadata?.name ?? '');
  }

  #noteEnding(): void {
    const ending = this.#all().filter(({ metadata }) => metadata?.deletionTimestamp !== undefined);
    this.#ending = new Set(ending.map(({ metadata }) => metadata?.name ?? ''));
  }

  #all(): CustomResourceDefinition[] {
    return [...this.#parts.journal.latestIn(resources.customResourceDefinitions, '')].map(
      ({ object }) => object as CustomResourceDefinition,
    );
  }

  #keep(name: string, cause: Cause): Promise<void> {
    const group = groupOf(name);
    const earlier = this.#work.get(group) ?? Promise.resolve();
    const work: Promise<void> = earlier
      .then(() => this.#retried.run(name, cause, () => this.#step(name, cause)))
      .then(() => this.#endWork(group, work));
    this.#work.set(group, work);
    return work;
  }

  /** Forgets the group after its last work. */
  #endWork(group: string, work: Promise<void>): void {
    if (this.#work.get(group) === work) this.#work.delete(group);
  }

  async #step(name: string, cause: Cause): Promise<void> {
    const { group, resource } = resources.customResourceDefinitions;
    const definition = this.#parts.journal.latest({ group, resource, namespace: '', name })?.object as CustomResourceDefinition | undefined;
    if (definition === undefined) return;
    await this.#take(this.#decide(definition), definition, ownWrite({ correlationId: 'custom-resource-definition', cause }));
  }

  #decide(definition: CustomResourceDefinition): DefinitionStep {
    const inGroup = this.#all().filter(({ spec }) => spec?.group === definition.spec?.group);
    const kind = this.#kindOf(definition);
    const objects = kind === undefined ? 0 : this.#parts.journal.state.count(kind);
    return definitionStep(definition, { inGroup, objects, now: formatTime(this.#parts.clock.now()) });
  }

  async #take(step: DefinitionStep, definition: CustomResourceDefinition, request: WriteRequest): Promise<void> {
    const { registry } = this.#parts;
    if (step?.type === 'delete-objects') await this.#deleteObjects(definition, request);
    if (step?.type !== 'write') return;
    const target = { kind: builtInKind(resources.customResourceDefinitions), namespace: '', name: definition.metadata?.name ?? '' };
    const change = (previous: CustomResourceDefinition) => {
      const draft = copy(previous) as CustomResourceDefinition;
      step.change(draft);
      return draft;
    };
    await registry.update({ target, subresource: 'status', change }, request);
  }

  async #deleteObjects(definition: CustomResourceDefinition, request: WriteRequest): Promise<void> {
    const kind = this.#kindOf(definition);
    if (kind === undefined) return;
    const { items } = this.#parts.registry.listNow(kind, selectionOf(kind, {}));
    const left = items.filter(({ object }) => object.metadata?.deletionTimestamp === undefined);
    await this.#parts.registry.deleteAll({ kind, items: left, deletion: {} }, request);
  }

  #kindOf({ spec, status }: CustomResourceDefinition): KindDefinition | undefined {
    return this.#parts.kinds.find({ group: spec?.group ?? '', resource: status?.acceptedNames?.plural ?? '' });
  }
}

/** `crontabs.example.com` → `example.com`. */
function groupOf(name: string): string {
  return name.slice(name.indexOf('.') + 1);
}
