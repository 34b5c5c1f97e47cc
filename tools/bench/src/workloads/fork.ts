import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { StoredEvent } from '@klockwork/event-store';
import { klockwork } from '@klockwork/lab-tool';
import { SqliteEventStore } from '@klockwork/sqlite-event-store';
import { repeat, type Workload } from '../support/workload.ts';

const EVENTS = 100_000;
const PODS = 2_000;
const BATCH = 5_000;
const RUNS = 3;

/** A fork of a stopped lab, from the command to its end; the new lab is not started. */
export const fork100k: Workload = {
  id: 'fork-100k',
  what: 'klockwork fork of a log of 100,000 events',
  unit: 's',
  better: 'less',
  floor: 10,
  aim: 3,
  measure: () => onLog((folder) => seconds(['fork', '--of', folder, '--data', join(folder, `fork-${Math.random()}`)])),
};

/** Redaction included. */
export const tapeExport100k: Workload = {
  id: 'tape-export-100k',
  what: 'events a second of klockwork tape export, of a log of 100,000 events',
  unit: 'events/s',
  better: 'more',
  floor: 2_000,
  aim: 10_000,
  measure: () =>
    onLog(async (folder) => EVENTS / (await seconds(['tape', 'export', join(folder, `${Math.random()}.tape`), '--data', folder]))),
};

/** Size of the file by events. */
export const tapeBytes100k: Workload = {
  id: 'tape-bytes-100k',
  what: 'bytes an event in a tape of 100,000 events',
  unit: 'bytes',
  better: 'less',
  floor: 200,
  aim: 100,
  measure: () =>
    onLog(async (folder) => {
      const file = join(folder, `${Math.random()}.tape`);
      await seconds(['tape', 'export', file, '--data', folder]);
      return readFileSync(file).length / EVENTS;
    }),
};

async function onLog(run: (folder: string) => Promise<number>): Promise<number[]> {
  const folder = mkdtempSync(join(tmpdir(), 'klockwork-bench-'));
  try {
    const store = await SqliteEventStore.open({ path: join(folder, 'events.db') });
    for (let from = 1; from <= EVENTS; from += BATCH)
      await store.append(Array.from({ length: BATCH }, (_, index) => podEvent(from + index)));
    await store.close();
    return await repeat(RUNS, () => run(folder));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function seconds(command: readonly string[]): Promise<number> {
  const began = performance.now();
  const { code, stderr } = await klockwork(command);
  if (code !== 0) throw new Error(stderr);
  return (performance.now() - began) / 1_000;
}

/** A status of one of 2,000 pods, about 1 KB. */
function podEvent(revision: number): StoredEvent {
  const number = revision % PODS;
  const [name, uid] = [`web-7957885594-${number}`, `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`];
  const isFirst = revision <= PODS;
  const at = Date.UTC(2026, 0, 1) + revision * 10;
  const metadata = {
    name,
    namespace: 'default',
    uid,
    resourceVersion: String(revision),
    labels: { app: 'web', 'pod-template-hash': '7957885594' },
  };
  const containers = [{ name: 'nginx', image: 'nginx', env: [{ name: 'DB_PASSWORD', value: `hunter-${number}-Zq` }], resources: {} }];
  const state = { running: { startedAt: new Date(at).toISOString() } };
  const statuses = [{ name: 'nginx', image: 'nginx', ready: true, restartCount: revision % 7, containerID: `containerd://${uid}`, state }];
  const conditions = ['Initialized', 'Ready', 'ContainersReady', 'PodScheduled'].map((type) => ({
    type,
    status: 'True',
    lastTransitionTime: new Date(at).toISOString(),
  }));
  return {
    ...{ revision, previousRevision: isFirst ? 0 : revision - PODS, previousRevisionOfKind: revision - 1, uid, at },
    key: { group: '', resource: 'pods', namespace: 'default', name },
    type: isFirst ? 'PodCreated' : 'PodStatusUpdated',
    change: isFirst ? 'created' : 'updated',
    actor: { user: 'system:node:node-1', userAgent: 'kubelet/v1.35.0 (linux/amd64) klockwork' },
    correlationId: `${uid}-${revision}`,
    cause: isFirst ? { trigger: 'request', name: 'create' } : { trigger: 'event', revision: revision - 1 },
    data: { restarts: revision % 7 },
    objectJson: JSON.stringify({
      ...{ apiVersion: 'v1', kind: 'Pod', metadata, spec: { nodeName: `node-${(number % 3) + 1}`, containers, restartPolicy: 'Always' } },
      status: { phase: 'Running', conditions, containerStatuses: statuses },
    }),
  };
}
