import { expect, test } from 'vitest';
import type { LabObject } from '../store/row.ts';
import { rolloutRevisions, rolloutUndo } from './rollout.ts';

const REVISION = 'deployment.kubernetes.io/revision';
const template = (image: string, labels = {}) => ({
  metadata: { labels: { app: 'web', ...labels } },
  spec: { containers: [{ name: 'a', image }] },
});
const owned = (name: string, uid = 'web', annotations = {}) => ({
  ...{ name, uid: name, resourceVersion: '1', annotations },
  ownerReferences: [{ apiVersion: 'apps/v1', kind: 'Deployment', name: 'web', uid, controller: true }],
});
const deployment = {
  ...{ apiVersion: 'apps/v1', kind: 'Deployment' },
  metadata: { name: 'web', uid: 'web', resourceVersion: '9', annotations: { [REVISION]: '10', note: 'now' } },
  spec: { template: template('nginx:10') },
};
const replicaSet = (number: number, annotations = {}, uid = 'web'): LabObject => ({
  ...{ apiVersion: 'apps/v1', kind: 'ReplicaSet', metadata: owned(`web-${number}`, uid, { [REVISION]: `${number}`, ...annotations }) },
  spec: { template: template(`nginx:${number}`, { 'pod-template-hash': `${number}` }) },
});
const daemonSet = { ...deployment, kind: 'DaemonSet' };
const data = (image: string) => ({ spec: { template: { ...template(image), $patch: 'replace' } } });
const controllerRevision = (revision: number, image: string) =>
  ({ apiVersion: 'apps/v1', kind: 'ControllerRevision', metadata: owned(`web-${revision}`), revision, data: data(image) }) as LabObject;

const sets = [
  replicaSet(9, { 'kubernetes.io/change-cause': 'faster', note: 'then' }),
  replicaSet(10),
  replicaSet(2),
  replicaSet(3, {}, 'other'),
];

test('the revisions of a Deployment are its own ReplicaSets, newest first by number', () => {
  const shown = rolloutRevisions(deployment, sets).map(({ number, changeCause, isCurrent }) => [number, changeCause, isCurrent]);
  expect(shown).toEqual([
    [10, '<none>', true],
    [9, 'faster', false],
    [2, '<none>', false],
  ]);
});

test('an undo of a Deployment replaces its template, and all annotations except those that it keeps', () => {
  const [current, former] = rolloutRevisions(deployment, sets);
  expect(former && rolloutUndo(deployment, former)).toEqual({
    ...{ type: 'patch', contentType: 'application/json-patch+json' },
    body: [
      { op: 'replace', path: '/spec/template', value: template('nginx:9') },
      {
        ...{ op: 'replace', path: '/metadata/annotations' },
        value: { [REVISION]: '10', 'kubernetes.io/change-cause': 'faster', note: 'then' },
      },
    ],
  });
  expect(current && rolloutUndo(deployment, current)).toEqual({
    ...{ type: 'refused', message: 'skipped rollback (current template already matches revision 10)' },
  });
});

test('a paused Deployment is not undone', () => {
  const paused = { ...deployment, spec: { ...deployment.spec, paused: true } };
  const [, former] = rolloutRevisions(paused, sets);
  const message = "you cannot rollback a paused deployment; resume it first with 'kubectl rollout resume' and try again";
  expect(former && rolloutUndo(paused, former)).toEqual({ type: 'refused', message });
});

test('an undo of a DaemonSet or StatefulSet sends the data of its ControllerRevision', () => {
  const [current, former] = rolloutRevisions(daemonSet, [controllerRevision(1, 'nginx:1'), controllerRevision(2, 'nginx:10')]);
  expect([current?.isCurrent, former?.isCurrent]).toEqual([true, false]);
  expect(former && rolloutUndo(daemonSet, former)).toEqual({
    ...{ type: 'patch', contentType: 'application/strategic-merge-patch+json', body: data('nginx:1') },
  });
});
