import { expect, test } from 'vitest';
import { aPodTemplate, rowOf, tryCreate, tryUpdate } from '../testing/index.ts';
import { podTemplateKind } from './pod-template.kind.ts';

test('kubectl get podtemplates prints its row, containers and all', () => {
  expect(rowOf(podTemplateKind, aPodTemplate(), 0)).toEqual({
    Name: 'web',
    Containers: 'web',
    Images: 'nginx:1.27',
    'Pod Labels': 'app=web',
  });
});

test('a template gets pod defaults and starts at generation 1', () => {
  const { object, errors } = tryCreate(podTemplateKind, aPodTemplate({ metadata: { generation: 7 } }));
  expect(errors).toEqual([]);
  expect(object.metadata?.generation).toBe(1);
  expect(object.template?.spec).toMatchObject({
    restartPolicy: 'Always',
    dnsPolicy: 'ClusterFirst',
    containers: [{ imagePullPolicy: 'IfNotPresent' }],
  });
});

test('a changed template alone increments the generation', () => {
  const stored = tryCreate(podTemplateKind, aPodTemplate()).object;
  const labelled = tryUpdate(podTemplateKind, stored, (draft) => {
    draft.metadata = { ...draft.metadata, labels: { tier: 'front' } };
  });
  expect([labelled.errors, labelled.object.metadata?.generation]).toEqual([[], 1]);
  const changed = tryUpdate(podTemplateKind, stored, (draft) => {
    draft.template = { ...draft.template, metadata: { labels: { app: 'shop' } } };
  });
  expect([changed.errors, changed.object.metadata?.generation]).toEqual([[], 2]);
});

test('a template without containers is refused', () => {
  expect(tryCreate(podTemplateKind, { metadata: { name: 'web', namespace: 'default' } }).errors).toEqual([
    'template.spec.containers: Required value',
  ]);
});
