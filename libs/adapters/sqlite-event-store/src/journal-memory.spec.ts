import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { CommittedEvent } from '@klockwork/event-store';
import { openJournal } from '@klockwork/event-store/testing';
import { expect, test } from 'vitest';

const MIB = 1_024 * 1_024;

test('a journal holds no event that its memory no longer reaches back to', async () => {
  const { journal, write } = await openJournal();
  const committed: WeakRef<CommittedEvent>[] = [];
  journal.onCommitted((one) => committed.push(new WeakRef(one)));
  const annotations = { text: 'x'.repeat(MIB) };
  for (let count = 1; count <= 18; count++) {
    const name = `pod-${count}`;
    await write(name, { object: { apiVersion: 'v1', kind: 'Pod', metadata: { name, annotations } } });
  }
  await new Promise(setImmediate);
  setFlagsFromString('--expose-gc');
  runInNewContext('gc')();
  const held = committed.flatMap((one) => one.deref()?.event.revision ?? []);
  expect([held[0], held.length]).toEqual([14, 5]);
  expect([journal.recent({ after: 12 })?.length, journal.recent({ after: 13 })?.length]).toEqual([undefined, 5]);
});
