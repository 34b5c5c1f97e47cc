import { admissionExamples } from './admission-examples.ts';
import { customExamples, definitions } from './custom-resources.ts';

/** Kind with its apiVersion and other valid fields. */
type Example = readonly [apiVersion: string, kind: string, rest: Readonly<Record<string, unknown>>];

const PORTS = [{ name: 'http', port: 80, protocol: 'TCP' }];
const REQUEST = { requests: { storage: '1Gi' } };
const RULES = [{ apiGroups: [''], resources: ['pods'], verbs: ['get'] }];
const SUBJECTS = [{ kind: 'User', apiGroup: 'rbac.authorization.k8s.io', name: 'a' }];
const RBAC = 'rbac.authorization.k8s.io';
const CLAIM = { accessModes: ['ReadWriteOnce'], resources: REQUEST, storageClassName: 'standard' };
const BACKEND = { service: { name: 'web', port: { number: 80 } } };

/** Kinds without test builders. Unknown ones are skipped for lack of a route. */
const EXAMPLES: readonly Example[] = [
  ['v1', 'Endpoints', { subsets: [{ addresses: [{ ip: '10.1.0.1' }], ports: PORTS }] }],
  ['v1', 'LimitRange', { spec: { limits: [{ type: 'Container', default: { cpu: '1' }, max: { cpu: '2' } }] } }],
  ['v1', 'PersistentVolumeClaim', { spec: CLAIM }],
  ['v1', 'PersistentVolume', { spec: { accessModes: ['ReadWriteOnce'], capacity: { storage: '1Gi' }, hostPath: { path: '/a' } } }],
  ['networking.k8s.io/v1', 'IngressClass', { spec: { controller: 'example.com/a' } }],
  [
    'networking.k8s.io/v1',
    'Ingress',
    { spec: { rules: [{ host: 'a.b', http: { paths: [{ path: '/', pathType: 'Prefix', backend: BACKEND }] } }] } },
  ],
  [
    'networking.k8s.io/v1',
    'NetworkPolicy',
    {
      spec: {
        podSelector: { matchLabels: { a: 'b' } },
        ingress: [{ from: [{ podSelector: {} }], ports: [{ port: 80 }] }],
        policyTypes: ['Ingress'],
      },
    },
  ],
  ['networking.k8s.io/v1', 'ServiceCIDR', { spec: { cidrs: ['10.97.0.0/16'] } }],
  ['networking.k8s.io/v1', 'IPAddress', { spec: { parentRef: { resource: 'services', namespace: 'default', name: 'web' } } }],
  [`${RBAC}/v1`, 'Role', { rules: RULES }],
  [`${RBAC}/v1`, 'ClusterRole', { rules: RULES, aggregationRule: { clusterRoleSelectors: [{ matchLabels: { a: 'b' } }] } }],
  [`${RBAC}/v1`, 'RoleBinding', { subjects: SUBJECTS, roleRef: { apiGroup: RBAC, kind: 'Role', name: 'a' } }],
  [`${RBAC}/v1`, 'ClusterRoleBinding', { subjects: SUBJECTS, roleRef: { apiGroup: RBAC, kind: 'ClusterRole', name: 'a' } }],
  ['storage.k8s.io/v1', 'CSIDriver', { spec: { attachRequired: true } }],
  ['storage.k8s.io/v1', 'CSINode', { spec: { drivers: [{ name: 'a.b', nodeID: 'a', topologyKeys: ['a'] }] } }],
  [
    'storage.k8s.io/v1',
    'CSIStorageCapacity',
    { storageClassName: 'standard', capacity: '1Gi', nodeTopology: { matchExpressions: [{ key: 'a', operator: 'In', values: ['b'] }] } },
  ],
  ['storage.k8s.io/v1', 'StorageClass', { provisioner: 'example.com/a', parameters: { a: 'b' }, mountOptions: ['ro'] }],
  ['storage.k8s.io/v1', 'VolumeAttachment', { spec: { attacher: 'a.b', nodeName: 'a', source: { persistentVolumeName: 'a' } } }],
  ['storage.k8s.io/v1', 'VolumeAttributesClass', { driverName: 'a.b', parameters: { a: 'b' } }],
  [
    'discovery.k8s.io/v1',
    'EndpointSlice',
    { addressType: 'IPv4', endpoints: [{ addresses: ['10.1.0.1'], conditions: { ready: true } }], ports: PORTS },
  ],
  [
    'events.k8s.io/v1',
    'Event',
    {
      eventTime: '2026-01-01T00:00:00.000000Z',
      reportingController: 'a/b',
      reportingInstance: 'a',
      action: 'a',
      reason: 'a',
      type: 'Normal',
      regarding: { namespace: 'default', kind: 'Pod', name: 'a' },
    },
  ],
  [
    'autoscaling/v1',
    'HorizontalPodAutoscaler',
    { spec: { maxReplicas: 3, scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' } } },
  ],
  [
    'autoscaling/v2',
    'HorizontalPodAutoscaler',
    {
      spec: {
        maxReplicas: 3,
        scaleTargetRef: { kind: 'Deployment', name: 'web' },
        metrics: [{ type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 50 } } }],
      },
    },
  ],
  ['certificates.k8s.io/v1', 'CertificateSigningRequest', { spec: { request: '', signerName: 'example.com/a', usages: ['client auth'] } }],
  ['flowcontrol.apiserver.k8s.io/v1', 'FlowSchema', { spec: { priorityLevelConfiguration: { name: 'a' }, matchingPrecedence: 1_000 } }],
  [
    'flowcontrol.apiserver.k8s.io/v1',
    'PriorityLevelConfiguration',
    { spec: { type: 'Limited', limited: { nominalConcurrencyShares: 1, limitResponse: { type: 'Reject' } } } },
  ],
  [
    'admissionregistration.k8s.io/v1',
    'ValidatingAdmissionPolicy',
    {
      spec: {
        validations: [{ expression: 'true' }],
        matchConstraints: { resourceRules: [{ apiGroups: [''], apiVersions: ['v1'], operations: ['CREATE'], resources: ['pods'] }] },
      },
    },
  ],
  [
    'admissionregistration.k8s.io/v1',
    'ValidatingWebhookConfiguration',
    { webhooks: [{ name: 'a.b.c', clientConfig: { url: 'https://a/b' }, sideEffects: 'None', admissionReviewVersions: ['v1'] }] },
  ],
  [
    'admissionregistration.k8s.io/v1',
    'MutatingWebhookConfiguration',
    { webhooks: [{ name: 'a.b.c', clientConfig: { url: 'https://a/b' }, sideEffects: 'None', admissionReviewVersions: ['v1'] }] },
  ],
  ['resource.k8s.io/v1', 'DeviceClass', { spec: { selectors: [{ cel: { expression: 'true' } }] } }],
  ['resource.k8s.io/v1', 'ResourceClaim', { spec: { devices: { requests: [{ name: 'a', exactly: { deviceClassName: 'a' } }] } } }],
  [
    'resource.k8s.io/v1',
    'ResourceSlice',
    { spec: { driver: 'a.b', nodeName: 'a', pool: { name: 'a', generation: 1, resourceSliceCount: 1 }, devices: [{ name: 'a' }] } },
  ],
  ['klockwork.dev/v1alpha1', 'Clock', { metadata: { name: 'lab' }, spec: { rate: 1, paused: true } }],
  ['klockwork.dev/v1alpha1', 'Image', { spec: { repository: 'a', tags: ['1'] } }],
];

/** Whole bodies. */
export const examples: readonly Readonly<Record<string, unknown>>[] = [
  ...EXAMPLES.map(([apiVersion, kind, rest]) => ({ apiVersion, kind, metadata: { name: 'a' }, ...rest })),
  ...definitions.map((definition) => ({ ...definition })),
  ...customExamples,
  ...admissionExamples,
];
