import { MemoryEventStore } from '@klockwork/event-store';
import { openJournal } from '@klockwork/event-store/testing';
import { ApiError, type ManualClock, type Random, SeededRandom, silentLogger } from '@klockwork/kernel';
import { type KindDefinition, type KubeObject, kindOf } from '@klockwork/resources';
import { Registry } from '../registry.ts';
import type { Target } from '../write/target.ts';
import { type WriteRequest, writeRequest } from '../write/write-request.ts';

/** Kinds of the tested registry. */
export const [configMaps, pods] = ['configmaps', 'pods'].map((resource) => kindOf('', resource)) as [KindDefinition, KindDefinition];

/** Registry over a memory log, without admission. */
export interface OpenRegistry {
  readonly registry: Registry;
  readonly clock: ManualClock;
  /** Returns the log's events as `type name`. */
  events(): Promise<string[]>;
}

/** Opens a registry with an empty log, one second after time zero. */
export async function openRegistry(random: Random = new SeededRandom(1)): Promise<OpenRegistry> {
  const store = new MemoryEventStore();
  const { journal, clock } = await openJournal({ store });
  const kinds = [configMaps, pods];
  const registry = new Registry({ journal, clock, random, logger: silentLogger, kinds, admission: [] });
  const events = async () => (await store.readAfter({ after: 0, limit: 100 })).map(({ type, key }) => `${type} ${key.name}`);
  return { registry, clock, events };
}

/** Returns a request by manager `test`. */
export function aRequest(overrides: Partial<WriteRequest> = {}): WriteRequest {
  const actor = { user: 'admin', userAgent: 'test' };
  return { ...writeRequest({ actor, correlationId: 'r', cause: { trigger: 'request', name: 'test' } }), ...overrides };
}

/** Returns the config map `web` of namespace default, or another object of a kind. */
export function targetOf(name = 'web', kind: KindDefinition = configMaps): Target {
  return { kind, namespace: 'default', name };
}

/** Creates a config map with these metadata and data. */
export async function created({ registry }: OpenRegistry, metadata: KubeObject['metadata'] = {}, data = {}): Promise<KubeObject> {
  const body = { metadata: { name: 'web', ...metadata }, data } as KubeObject;
  return (await registry.create({ kind: configMaps, namespace: 'default', body }, aRequest())).object;
}

/** Returns code, reason and message of a refusal, and undefined for a write that is accepted. */
export async function refusalOf(write: Promise<unknown> | (() => Promise<unknown>)): Promise<string | undefined> {
  try {
    await (typeof write === 'function' ? write() : write);
    return undefined;
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    const { code, reason, message } = error.status;
    return `${code} ${reason}: ${message}`;
  }
}
