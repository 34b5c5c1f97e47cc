import { aJob, anEvent, aPod } from '@klockwork/resources/testing';
import { expect, test } from 'vitest';
import { subjectWith, viewOf } from '../testing/view-of.ts';
import { diagnoseJobFailed } from './job-failed.ts';

const failed = (reason: string, message: string) => ({ failed: 3, conditions: [{ type: 'Failed', status: 'True', reason, message }] });

test('a failed Job is explained by its limit and its failed pods, including deleted ones', () => {
  const job = aJob({ spec: { backoffLimit: 2 }, status: failed('BackoffLimitExceeded', 'Job has reached the specified backoff limit') });
  const { name = '', uid = '' } = job.metadata ?? {};
  const owner = { apiVersion: 'batch/v1', kind: 'Job', name, uid, controller: true };
  const pod = (podName: string, phase: string) => aPod({ metadata: { name: podName, ownerReferences: [owner] }, status: { phase } });
  const made = (podName: string) =>
    anEvent({
      metadata: { name: `${name}.${podName}` },
      reason: 'SuccessfulCreate',
      message: `Created pod: ${podName}`,
      involvedObject: { kind: 'Job', name, namespace: 'default', uid },
    });
  const key = (podName: string) => ({ group: '', resource: 'pods', namespace: 'default', name: podName });
  const view = viewOf(pod('one', 'Failed'), pod('two', 'Succeeded'), made('one'), made('two'), made('gone'));
  expect(diagnoseJobFailed(subjectWith([aJob(), job]), view)).toEqual({
    statement: `jobs/default/${name} failed: BackoffLimitExceeded: Job has reached the specified backoff limit`,
    findings: [{ text: 'backoffLimit is 2, and 3 pods failed', revision: 12 }],
    remedies: ['correct the cause, then create the Job again: kubectl replace --force -f FILE'],
    revision: 12,
    related: [key('one'), key('gone')],
  });
});

test('a Job that met its deadline names the deadline', () => {
  const job = aJob({
    spec: { activeDeadlineSeconds: 60 },
    status: { startTime: '2026-01-01T00:00:00Z', ...failed('DeadlineExceeded', 'Job was active longer than specified deadline') },
  });
  expect(diagnoseJobFailed(subjectWith([job]), viewOf())?.findings).toEqual([
    { text: 'activeDeadlineSeconds is 60, counted from 2026-01-01T00:00:00Z', revision: 11 },
  ]);
});

test('a Job that has not failed raises no question', () => {
  expect(diagnoseJobFailed(subjectWith([aJob()]), viewOf())).toBeUndefined();
});
