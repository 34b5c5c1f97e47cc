import { beforeEach, expect, test } from 'vitest';
import { KubeletLab } from '../testing/kubelet-lab.ts';
import type { StartNotes } from './start-notes.ts';

let lab: KubeletLab;
let uids: Record<string, string>;
/** Recorded calls with pod names. */
let calls: string[];

/** Notes of an agent whose predecessors crashed during the start of these pods. */
function notesAfter(ends: Readonly<Record<string, number>>): StartNotes {
  calls = [];
  const nameOf = (uid: string) => Object.keys(uids).find((name) => uids[name] === uid);
  return {
    begin: () => new Map(Object.entries(ends).map(([name, count]) => [uids[name] as string, count])),
    starting: (_node, uid) => void calls.push(`starting ${nameOf(uid)}`),
    drop: (_node, uid) => void calls.push(`drop ${nameOf(uid)}`),
    end: (node) => void calls.push(`end ${node}`),
  };
}

/** Returns the pods' phases and running containers. */
async function seen(): Promise<Record<string, string>> {
  const pods = await Promise.all(['a', 'b', 'c'].map(async (name) => [name, await lab.pod(name)] as const));
  return Object.fromEntries(
    pods.map(([name, pod]) => [name, pod?.status?.containerStatuses?.[0]?.state?.running ? 'runs' : (pod?.status?.reason ?? 'waits')]),
  );
}

beforeEach(async () => {
  lab = new KubeletLab();
  await lab.boot('node-1');
  uids = {};
  for (const name of ['a', 'b', 'c']) uids[name] = (await lab.run({ metadata: { name } })).metadata?.uid ?? '';
  await lab.stop();
});

test('a pod in start at the last two crashes of the agent does not start a third time; others start at once', async () => {
  lab.startNotes = notesAfter({ a: 1, b: 2 });
  await lab.boot('node-1');
  await lab.lab.advance(5_000);
  expect(await seen()).toEqual({ a: 'runs', b: 'AgentCrashLoop', c: 'runs' });
  const message = 'the agent of node-1 ended 2 times in a row while it started this pod, which is not started again';
  expect((await lab.pod('b'))?.status).toMatchObject({ phase: 'Failed', message: `Pod was rejected: ${message}` });
  expect(await lab.events('b')).toContain(`AgentCrashLoop: ${message}`);
});

test('pods in start at the last crash start one after the other', async () => {
  lab.startNotes = notesAfter({ a: 1, b: 1 });
  await lab.boot('node-1');
  await lab.lab.advance(9_000);
  expect(await seen()).toMatchObject({ a: 'runs', c: 'runs' });
  expect(calls.filter((call) => call.endsWith('b'))).toEqual([]);
  await lab.lab.advance(10_000);
  expect(await seen()).toEqual({ a: 'runs', b: 'runs', c: 'runs' });
  expect(calls.indexOf('drop a')).toBeLessThan(calls.indexOf('starting b'));
});

test('a suspect that does not reach its start is awaited for at most a minute', async () => {
  lab.startNotes = notesAfter({ a: 1, b: 1 });
  lab.between = (runtime) => Object.assign(runtime, { startContainer: () => new Promise<void>(() => {}) });
  await lab.boot('node-1');
  await lab.lab.advance(59_000);
  expect(calls.filter((call) => call.endsWith('b'))).toEqual([]);
  await lab.lab.advance(2_000);
  expect(calls.filter((call) => call.endsWith('b'))).toContain('starting b');
});

test('an agent that stops in order drops its notes', async () => {
  lab.startNotes = notesAfter({});
  await lab.boot('node-1');
  await lab.stop();
  expect(calls.at(-1)).toBe('end node-1');
});
