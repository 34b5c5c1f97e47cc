import { copy } from '@klockwork/kernel';
import { describe, expect, test } from 'vitest';
import { podTemplateDefaults } from './pod-spec.defaults.ts';
import type { PodTemplateSpec } from './pod-spec.ts';
import { validatePodTemplate } from './pod-template.validation.ts';

function defaulted(template: object): PodTemplateSpec {
  const draft = copy(template) as PodTemplateSpec;
  podTemplateDefaults(draft);
  return draft;
}

const CONTAINER = { terminationMessagePath: '/dev/termination-log', terminationMessagePolicy: 'File', resources: {} };
const SPEC = {
  dnsPolicy: 'ClusterFirst',
  restartPolicy: 'Always',
  securityContext: {},
  terminationGracePeriodSeconds: 30,
  schedulerName: 'default-scheduler',
};

describe('a template', () => {
  test('a template gets defaults, except pod-only ones: requests and service links', () => {
    const template = {
      metadata: { labels: { app: 'web' } },
      spec: { containers: [{ name: 'web', image: 'nginx:1', resources: { limits: { cpu: '1000m' } } }] },
    };
    expect(defaulted(template)).toEqual({
      metadata: { labels: { app: 'web' } },
      spec: {
        ...SPEC,
        containers: [{ ...CONTAINER, name: 'web', image: 'nginx:1', imagePullPolicy: 'IfNotPresent', resources: { limits: { cpu: '1' } } }],
      },
    });
  });

  test('a template loses fields of disabled features', () => {
    const preStop = { exec: { command: ['bye'] } };
    const containers = [
      { name: 'a', lifecycle: { stopSignal: 'SIGINT' } },
      { name: 'b', lifecycle: { stopSignal: 'SIGINT', preStop } },
      { name: 'c', lifecycle: {} },
    ];
    const sources = [{ clusterTrustBundle: { path: 'a' } }, { podCertificate: { keyType: 'ED25519' } }];
    const volumes = [{ name: 'v', projected: { sources } }];
    const kept = defaulted({ spec: { containers, volumes, workloadRef: { name: 'w', podGroup: 'g' } } });
    const plain = containers.map(({ name }) => ({ ...CONTAINER, name, imagePullPolicy: 'IfNotPresent' }));
    expect(kept.spec).toEqual({
      ...SPEC,
      containers: [plain[0], { ...plain[1], lifecycle: { preStop } }, { ...plain[2], lifecycle: {} }],
      volumes: [{ name: 'v', projected: { defaultMode: 0o644, sources: [{}, {}] } }],
    });
  });

  test('a template gets defaults for probes, hooks, variables and volumes', () => {
    const spec = {
      serviceAccount: 'builder',
      containers: [
        {
          name: 'web',
          image: 'nginx',
          ports: [{ containerPort: 80 }],
          env: [
            { name: 'A', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } },
            { name: 'B', valueFrom: { resourceFieldRef: { resource: 'limits.cpu' } } },
          ],
          livenessProbe: { httpGet: { port: 80 } },
          startupProbe: { grpc: { port: 81 } },
          lifecycle: { preStop: { httpGet: { port: 80, path: '/bye' } } },
        },
      ],
      volumes: [
        { name: 'a' },
        { name: 'b', secret: { secretName: 's' } },
        { name: 'c', hostPath: { path: '/' } },
        { name: 'd', projected: { sources: [{ serviceAccountToken: { path: 't' } }] } },
        { name: 'e', emptyDir: { sizeLimit: '1024Mi' } },
      ],
    };
    const probe = { timeoutSeconds: 1, periodSeconds: 10, successThreshold: 1, failureThreshold: 3 };
    expect(defaulted({ spec })).toEqual({
      metadata: {},
      spec: {
        ...SPEC,
        serviceAccount: 'builder',
        serviceAccountName: 'builder',
        containers: [
          {
            ...CONTAINER,
            name: 'web',
            image: 'nginx',
            imagePullPolicy: 'Always',
            ports: [{ containerPort: 80, protocol: 'TCP' }],
            env: [
              { name: 'A', valueFrom: { fieldRef: { apiVersion: 'v1', fieldPath: 'metadata.name' } } },
              { name: 'B', valueFrom: { resourceFieldRef: { resource: 'limits.cpu', divisor: '0' } } },
            ],
            livenessProbe: { ...probe, httpGet: { port: 80, path: '/', scheme: 'HTTP' } },
            startupProbe: { ...probe, grpc: { port: 81, service: '' } },
            lifecycle: { preStop: { httpGet: { port: 80, path: '/bye', scheme: 'HTTP' } } },
          },
        ],
        volumes: [
          { name: 'a', emptyDir: {} },
          { name: 'b', secret: { secretName: 's', defaultMode: 420 } },
          { name: 'c', hostPath: { path: '/', type: '' } },
          { name: 'd', projected: { sources: [{ serviceAccountToken: { path: 't', expirationSeconds: 3600 } }], defaultMode: 420 } },
          { name: 'e', emptyDir: { sizeLimit: '1Gi' } },
        ],
      },
    });
  });

  test('a template has a preference in each preferred node term, even an empty one', () => {
    const nodeAffinity = { preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 1 }] };
    const { spec } = defaulted({ spec: { affinity: { nodeAffinity }, containers: [] } });
    expect(spec?.affinity?.nodeAffinity?.preferredDuringSchedulingIgnoredDuringExecution).toEqual([{ weight: 1, preference: {} }]);
  });

  test('a template is validated like a pod, at its own path', () => {
    const template = defaulted({
      metadata: { labels: { app: 'a b' } },
      spec: { containers: [{ name: 'web' }], restartPolicy: 'Once', ephemeralContainers: [{ name: 'debug', image: 'busybox' }] },
    });
    expect(validatePodTemplate(template, 'spec.template').map(({ field, message }) => `${field}: ${message}`)).toEqual([
      "spec.template.labels: Invalid value: \"a b\": a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')",
      'spec.template.spec.containers[0].image: Required value',
      'spec.template.spec.restartPolicy: Unsupported value: "Once": supported values: "Always", "OnFailure", "Never"',
      'spec.template.spec.ephemeralContainers: Forbidden: ephemeral containers not allowed in pod template',
    ]);
  });

  test('a template without containers is reported as incomplete', () => {
    expect(validatePodTemplate(defaulted({ spec: {} }), 'spec.template')).toEqual([
      { reason: 'FieldValueRequired', field: 'spec.template.spec.containers', message: 'Required value' },
    ]);
  });
});
