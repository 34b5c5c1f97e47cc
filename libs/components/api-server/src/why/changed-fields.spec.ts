import { aConfigMap, aDeployment, aSecret } from '@klockwork/resources/testing';
import { expect, test } from 'vitest';
import { diagnoseChange } from './changed-fields.ts';
import { subjectWith } from './testing/view-of.ts';

const asked = { question: 'it was changed', revision: 12, change: true } as const;

test('a change of an object names differing fields, with short values', () => {
  const before = aDeployment({ spec: { replicas: 2 } });
  const after = aDeployment({
    metadata: { generation: 2, resourceVersion: '12', labels: { team: 'a' } },
    spec: { replicas: 4, template: { spec: { containers: [{ name: 'web', image: 'nginx:1.28' }] } } },
    status: { replicas: 2 },
  });
  expect(diagnoseChange(subjectWith([before, after]), asked)).toMatchObject({
    statement: 'it was changed',
    findings: [
      { text: 'metadata.labels.team: unset → "a"' },
      { text: 'spec.replicas: 2 → 4' },
      { text: 'spec.template.spec.containers[web].image: "nginx:1.27" → "nginx:1.28"' },
    ],
    remedies: [],
    revision: 12,
  });
});

test('the keys of a ConfigMap and a Secret are named, and no value', () => {
  const texts = (subject: Parameters<typeof diagnoseChange>[0]) => diagnoseChange(subject, asked)?.findings.map(({ text }) => text);
  const maps = [
    { mode: 'old', gone: 'x', kept: 'a' },
    { mode: 'new', more: 'y', kept: 'a' },
  ].map((data) => ({ ...aConfigMap(), data }));
  expect(texts(subjectWith(maps))).toEqual(['data.mode was changed', 'data.gone was removed', 'data.more was added']);
  const secrets = [aSecret({ data: { password: 'b2xk' } }), aSecret({ data: { password: 'bmV3' } })];
  expect(texts(subjectWith(secrets, { confidential: true }))).toEqual(['data.password was changed']);
});

test('a long list of changes is cut, and the rest is counted', () => {
  const data = Object.fromEntries(Array.from({ length: 12 }, (_, index) => [`key-${index}`, 'x']));
  const findings = diagnoseChange(subjectWith([aConfigMap({ data: {} }), aConfigMap({ data })]), asked)?.findings ?? [];
  expect([findings.length, findings.at(-1)]).toEqual([11, { text: '… and 2 more fields' }]);
});

test('a creation, and a question about something else, have no changed fields', () => {
  expect(diagnoseChange(subjectWith([aConfigMap()]), { ...asked, revision: 11 })).toBeUndefined();
  expect(diagnoseChange(subjectWith([aConfigMap(), aConfigMap({ data: { a: 'b' } })]), { question: '', revision: 12 })).toBeUndefined();
});
