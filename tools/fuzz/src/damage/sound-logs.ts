import { join } from 'node:path';
import { kindName, type StoredEvent } from '@klockwork/event-store';
import type { Random } from '@klockwork/kernel';
import { SqliteEventStore } from '@klockwork/sqlite-event-store';
import { once, pick } from '../chance.ts';
import { type LogFiles, readFiles, writeFiles } from './log-files.ts';

/** Log at one moment: files and content. */
export interface SoundLog {
  readonly name: string;
  readonly files: LogFiles;
  /** All that was ever appended, revision 1 first. */
  readonly events: readonly StoredEvent[];
  /** Revisions that retention removed. */
  readonly pruned: ReadonlySet<number>;
  readonly prunedThrough: Readonly<Record<string, number>>;
  readonly checkpoint: number;
}

/** Sound logs to damage, and logs with foreign files. */
export interface SoundLogs {
  readonly bases: readonly SoundLog[];
  readonly others: readonly SoundLog[];
}

const LEASES = { group: 'coordination.k8s.io', resource: 'leases' };
const KINDS = [{ group: '', resource: 'pods' }, { group: '', resource: 'configmaps' }, { group: '', resource: 'secrets' }, LEASES] as const;
const NAMES = ['web', 'db', 'cache', 'queue', 'cron', 'node-1'] as const;

/**
 * Creates logs: of a lab killed soon after its start, of the same lab at rest, killed in its second run, and at rest again; of a diverged
 * copy, and of another lab.
 */
export async function makeSoundLogs(folder: string, random: Random): Promise<SoundLogs> {
  const lab = new LabLog(join(folder, 'lab.db'), random.fork('lab'));
  await lab.open();
  await lab.write(40);
  const young = lab.state('killed in its first run');
  await lab.write(100);
  await lab.close();
  const restedLog = lab.state('at rest');
  await lab.open();
  await lab.write(50);
  const killedLog = lab.state('killed in its second run');
  await lab.write(40);
  await lab.close();
  const late = lab.state('at rest after its second run');
  const fork = await forkOf(folder, lab, restedLog, random.fork('fork'));
  const other = await otherLab(folder, random.fork('other'));
  return { bases: [young, restedLog, killedLog, late], others: [young, restedLog, killedLog, late, ...fork, ...other] };
}

async function forkOf(folder: string, lab: LabLog, restedLog: SoundLog, random: Random): Promise<SoundLog[]> {
  const path = join(folder, 'fork.db');
  writeFiles(path, restedLog.files);
  const fork = lab.goneOn(path, restedLog, random);
  await fork.open();
  await fork.write(35);
  const killedLog = fork.state('a copy that went on differently, killed');
  await fork.write(35);
  await fork.close();
  return [killedLog, fork.state('a copy that went on differently, at rest')];
}

async function otherLab(folder: string, random: Random): Promise<SoundLog[]> {
  const lab = new LabLog(join(folder, 'other.db'), random);
  await lab.open();
  await lab.write(180);
  const killedLog = lab.state('another lab, killed');
  await lab.close();
  return [killedLog, lab.state('another lab, at rest')];
}

/** Writes a log like a lab: creates, updates and deletes objects, saves snapshots, prunes old leases. */
class LabLog {
  readonly #path: string;
  readonly #random: Random;
  #events: StoredEvent[] = [];
  #pruned = new Set<number>();
  #checkpoint = 0;
  #store: SqliteEventStore | undefined;

  constructor(path: string, random: Random) {
    this.#path = path;
    this.#random = random;
  }

  /** Log with the events of `from`, plus different later ones. */
  goneOn(path: string, from: SoundLog, random: Random): LabLog {
    const same = new LabLog(path, random);
    same.#events = [...from.events];
    same.#pruned = new Set(from.pruned);
    same.#checkpoint = from.checkpoint;
    return same;
  }

  async open(): Promise<void> {
    this.#store = await SqliteEventStore.open({ path: this.#path });
  }

  async close(): Promise<void> {
    await this.#saveSnapshot();
    await this.#store?.close();
    this.#store = undefined;
  }

  async write(count: number): Promise<void> {
    const last = this.#events.length + count;
    while (this.#events.length < last) {
      const first = this.#events.length;
      for (let size = 1 + this.#random.integer(5); size > 0; size--) this.#events.push(this.#nextEvent());
      await this.#store?.append(this.#events.slice(first));
      if (once(this.#random, 12)) await this.#saveSnapshot();
      if (once(this.#random, 8)) await this.#prune();
      if (once(this.#random, 8)) await this.#saveCheckpoint();
    }
  }

  state(name: string): SoundLog {
    const [events, pruned] = [[...this.#events], new Set(this.#pruned)];
    const prunedThrough = pruned.size === 0 ? {} : { [kindName(LEASES)]: Math.max(...pruned) };
    return { name, files: readFiles(this.#path), events, pruned, prunedThrough, checkpoint: this.#checkpoint };
  }

  #nextEvent(): StoredEvent {
    const revision = this.#events.length + 1;
    const key = { ...pick(this.#random, KINDS), namespace: 'default', name: pick(this.#random, NAMES) };
    const newest = this.#events.findLast((event) => isSame(event.key, key));
    const live = newest?.change === 'deleted' ? undefined : newest;
    const isDeletion = live !== undefined && once(this.#random, 6);
    const change = isDeletion ? 'deleted' : live === undefined ? 'created' : 'updated';
    const uid = live?.uid ?? this.#random.uuid();
    const text = this.#random.suffix(1 + this.#random.integer(once(this.#random, 10) ? 9_000 : 900));
    return {
      revision,
      previousRevision: live?.revision ?? 0,
      previousRevisionOfKind: this.#events.findLast((event) => kindName(event.key) === kindName(key))?.revision ?? 0,
      ...{ key, uid, type: `Thing${change}`, change, at: 1_000 * revision },
      actor: { user: 'admin', userAgent: 'kubectl/v1.35.0' },
      correlationId: this.#random.uuid(),
      cause: { trigger: 'request', name: change },
      data: { size: text.length },
      ...(key.resource === 'secrets' && { confidential: true as const }),
      objectJson: JSON.stringify({ metadata: { ...key, uid, resourceVersion: String(revision) }, data: { text } }),
    };
  }

  async #saveSnapshot(): Promise<void> {
    const newest = new Map(this.#events.map((event) => [JSON.stringify(event.key), event]));
    const live = [...newest.values()].filter(({ change }) => change !== 'deleted');
    const kinds = Object.fromEntries(this.#events.map(({ key, revision }) => [kindName(key), revision]));
    const entries = live.map(({ key, revision, objectJson }) => ({ key, revision, objectJson }));
    await this.#store?.saveSnapshot({ revision: this.#events.length, at: 1_000 * this.#events.length, kinds, entries });
  }

  async #prune(): Promise<void> {
    await this.#store?.prune([{ ...LEASES, before: 1_000 * (this.#events.length - 40) }]);
    const revisions = new Set((await this.#store?.readAfter({ after: 0, limit: 10_000 }))?.map(({ revision }) => revision));
    for (const { revision, key } of this.#events)
      if (key.resource === LEASES.resource && !revisions.has(revision)) this.#pruned.add(revision);
  }

  async #saveCheckpoint(): Promise<void> {
    this.#checkpoint = this.#events.length;
    await this.#store?.saveCheckpoint('log-relay', this.#checkpoint);
  }
}

function isSame(a: StoredEvent['key'], b: StoredEvent['key']): boolean {
  return a.group === b.group && a.resource === b.resource && a.namespace === b.namespace && a.name === b.name;
}
