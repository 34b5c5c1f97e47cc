import { catalogueOf } from '@klockwork/images';
import { describe, expect, test } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { describeMissing } from './describe-missing.ts';
import { podsOf } from './manifest-pods.ts';

const NOTHING = catalogueOf([]);
const described = (text: string, catalogue = NOTHING) =>
  describeMissing(
    parseAllDocuments(text).flatMap((document) => podsOf(document.toJS())),
    catalogue,
  );
const output = ['{{now:rfc3339}} {{image}} has started: its program is not simulated'];

describe('the images of manifests', () => {
  test('images of manifests are described with the tags, ports and probes of all their pods', () => {
    const text = `
kind: Deployment
spec:
  template:
    spec:
      containers:
        - image: ghcr.io/shop/web:1.0
          ports: [{ containerPort: 8080, name: http }, { containerPort: 53, protocol: UDP }]
          readinessProbe: { httpGet: { port: http, path: /ready } }
          livenessProbe: { tcpSocket: { port: 9000 } }
---
kind: Pod
spec: { containers: [{ image: "ghcr.io/shop/web:1.1", readinessProbe: { grpc: { port: 5000 } } }] }
`;
    expect(described(text)).toEqual([
      {
        repository: 'ghcr.io/shop/web',
        tags: ['1.0', '1.1'],
        standIn: true,
        entrypoint: ['web'],
        programs: {
          web: {
            output,
            listens: [
              { port: 5000, protocol: 'GRPC' },
              { port: 8080, protocol: 'HTTP' },
              { port: 9000, protocol: 'ANY' },
            ],
          },
        },
      },
    ]);
  });

  test('images that run to their end are described so', () => {
    const text = `
kind: CronJob
spec:
  jobTemplate:
    spec:
      template:
        spec:
          restartPolicy: OnFailure
          initContainers: [{ image: me/wait }]
          containers: [{ image: "me/work@sha256:${'a'.repeat(64)}" }]
`;
    const ends = (name: string) => ({ entrypoint: [name], programs: { [name]: { output, exits: { after: '1s' } } } });
    expect(described(text)).toEqual([
      { repository: 'me/wait', tags: ['latest'], standIn: true, ...ends('wait') },
      { repository: 'me/work', tags: ['*'], standIn: true, ...ends('work') },
    ]);
  });

  test('only unknown images are described, in any kind with pods', () => {
    const pod = (image: string) => `{ containers: [{ image: "${image}" }] }`;
    const text = `
kind: List
items:
  - { kind: StatefulSet, spec: { template: { spec: ${pod('a')} } } }
  - { kind: DaemonSet, spec: { template: { spec: ${pod('b')} } } }
  - { kind: Job, spec: { template: { spec: ${pod('known:2')} } } }
  - { kind: PodTemplate, template: { spec: ${pod('c')} } }
  - { kind: Rollout, apiVersion: argoproj.io/v1alpha1, spec: { template: { spec: ${pod('known:1')} } } }
  - { kind: ConfigMap, data: { template: x } }
---
---
kind: Pod
spec: ${pod('Not A Name')}
`;
    const known = catalogueOf([{ repository: 'known', tags: ['1'], command: ['sh'] }]);
    expect(described(text, known).map(({ repository }) => repository)).toEqual(['a', 'b', 'c', 'known']);
  });
});
