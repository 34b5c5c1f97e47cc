import { resources } from '@klockwork/resources';
import { aJob } from '@klockwork/resources/testing';
import { expect, test } from 'vitest';
import { reconcileTtl } from './reconcile-ttl.ts';

const ENDED = Date.UTC(2026, 0, 1);
const job = (ttlSecondsAfterFinished: number, type: string) =>
  aJob({
    spec: { ttlSecondsAfterFinished },
    status: { conditions: [{ type, status: 'True', lastTransitionTime: new Date(ENDED).toISOString() }] },
  });

test.each(['Complete', 'Failed'])('a %s Job is deleted after its TTL, its pods first', (type) => {
  const owner = job(60, type);
  expect(reconcileTtl(owner, ENDED + 59_999)).toEqual({
    stages: [],
    wakeAt: { at: ENDED + 60_000, timer: { name: 'ttl-after-finished' } },
  });
  expect(reconcileTtl(owner, ENDED + 60_000).stages).toEqual([
    [
      {
        type: 'delete',
        resource: resources.jobs,
        name: { namespace: 'default', name: 'pi' },
        deletion: { propagationPolicy: 'Foreground', uid: owner.metadata?.uid },
        tolerate: ['NotFound'],
      },
    ],
  ]);
});

test('a Job that is running, without TTL or under deletion is ignored', () => {
  const going = job(0, 'Complete');
  if (going.metadata) going.metadata.deletionTimestamp = '2026-01-01T00:00:00Z';
  for (const left of [job(60, 'SuccessCriteriaMet'), aJob({ status: job(0, 'Failed').status as object }), going])
    expect(reconcileTtl(left, ENDED + 1e9)).toEqual({ stages: [] });
});
