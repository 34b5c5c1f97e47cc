const LABELS = { app: 'web' };
const TERM = { labelSelector: { matchLabels: LABELS }, topologyKey: 'kubernetes.io/hostname' };
const MATCH = { matchExpressions: [{ key: 'kubernetes.io/hostname', operator: 'In', values: ['node-1', 'node-2'] }] };
const HTTP = { httpGet: { path: '/', port: 'http' }, periodSeconds: 10, failureThreshold: 3 };

const WHERE = {
  nodeSelector: { 'kubernetes.io/os': 'linux' },
  affinity: {
    nodeAffinity: {
      requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [MATCH] },
      preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 1, preference: MATCH }],
    },
    podAffinity: { preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 1, podAffinityTerm: TERM }] },
    podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [{ ...TERM, topologyKey: 'zone' }] },
  },
  tolerations: [{ key: 'node.kubernetes.io/not-ready', operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 60 }],
  topologySpreadConstraints: [{ ...TERM, maxSkew: 1, whenUnsatisfiable: 'ScheduleAnyway' }],
};

const VOLUMES = [
  { name: 'empty', emptyDir: { medium: 'Memory', sizeLimit: '1Mi' } },
  { name: 'config', configMap: { name: 'a', optional: true, items: [{ key: 'a', path: 'b' }] } },
  { name: 'secret', secret: { secretName: 'a', optional: true } },
  { name: 'down', downwardAPI: { items: [{ path: 'labels', fieldRef: { fieldPath: 'metadata.labels' } }] } },
  {
    name: 'all',
    projected: {
      sources: [{ serviceAccountToken: { path: 'token', expirationSeconds: 3_600 } }, { configMap: { name: 'a', optional: true } }],
    },
  },
];

const WHOLE = {
  name: 'main',
  image: 'nginx:1.27',
  ports: [{ name: 'http', containerPort: 80, hostPort: 8_080, protocol: 'TCP' }],
  env: [
    { name: 'A', value: '$(B)' },
    { name: 'B', valueFrom: { configMapKeyRef: { name: 'a', key: 'a', optional: true } } },
    { name: 'C', valueFrom: { fieldRef: { fieldPath: 'status.podIP' } } },
    { name: 'D', valueFrom: { resourceFieldRef: { resource: 'limits.cpu', divisor: '1m' } } },
  ],
  envFrom: [{ prefix: 'X_', secretRef: { name: 'a', optional: true } }],
  resources: { requests: { cpu: '10m', memory: '16Mi' }, limits: { cpu: '1', memory: '64Mi' } },
  volumeMounts: VOLUMES.map(({ name }) => ({ name, mountPath: `/${name}` })),
  livenessProbe: HTTP,
  readinessProbe: { tcpSocket: { port: 80 } },
  startupProbe: { exec: { command: ['true'] } },
  lifecycle: { preStop: { sleep: { seconds: 1 } }, postStart: { exec: { command: ['true'] } } },
};

const SIDECAR = {
  name: 'side',
  image: 'busybox',
  command: ['sleep', '1000'],
  restartPolicy: 'Always',
  readinessProbe: { exec: { command: ['true'] } },
};
const RICH = {
  ...WHERE,
  ...{
    terminationGracePeriodSeconds: 5,
    hostAliases: [{ ip: '10.0.0.1', hostnames: ['a'] }],
    dnsConfig: { options: [{ name: 'ndots', value: '1' }] },
  },
  ...{ securityContext: { fsGroup: 1, runAsUser: 1 }, readinessGates: [{ conditionType: 'example.com/ready' }], overhead: {} },
  initContainers: [{ name: 'init', image: 'busybox', command: ['true'] }, SIDECAR],
  containers: [WHOLE],
  volumes: VOLUMES,
};
const PLAIN = { containers: [{ name: 'main', image: 'nginx:1.27' }] };
const CLAIMING = { ...PLAIN, volumes: [{ name: 'data', persistentVolumeClaim: { claimName: 'a' } }] };
const ONCE = { restartPolicy: 'Never', containers: [{ name: 'main', image: 'busybox', command: ['sh', '-c', 'sleep 5; exit 3'] }] };
const templateOf = (spec: object) => ({ metadata: { labels: LABELS }, spec });
const SELECTOR = { matchLabels: LABELS };
const CLAIM = { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } };
const JOB = {
  ...{
    parallelism: 2,
    completions: 3,
    completionMode: 'Indexed',
    backoffLimitPerIndex: 1,
    maxFailedIndexes: 1,
    activeDeadlineSeconds: 600,
  },
  ...{
    ttlSecondsAfterFinished: 100,
    podReplacementPolicy: 'Failed',
    successPolicy: { rules: [{ succeededIndexes: '0', succeededCount: 1 }] },
  },
  podFailurePolicy: {
    rules: [
      { action: 'Ignore', onExitCodes: { containerName: 'main', operator: 'In', values: [3] } },
      { action: 'Count', onPodConditions: [{ type: 'DisruptionTarget', status: 'True' }] },
    ],
  },
  template: templateOf(ONCE),
};
const SERVICE = {
  selector: LABELS,
  ports: [
    { name: 'http', port: 80, targetPort: 'http', nodePort: 30_080 },
    { name: 'dns', port: 53, protocol: 'UDP' },
  ],
};

type Example = readonly [apiVersion: string, kind: string, spec: object];

/** Commands that wait forever, read endless input, recurse, or do not exist. Busy loops are excluded: they would be busy here too. */
const ODD_COMMANDS: readonly (readonly string[])[] = [
  ...[['tail', '/dev/zero'], ['sleep', 'infinity'], ['dd', 'if=/dev/zero', 'of=/tmp/a'], ['absent'], [''], ['cat']],
  ...['a() { a; }; a', ':() { : | : & }; :', 'kill -9 $$', 'trap "" TERM; sleep 100000', 'head -c 1000000 /dev/zero | wc -c'].map(inShell),
  ...['exit 300', 'sleep -1', 'sleep 1e400', 'cat < /a/b', 'a=$(cat /dev/zero)'].map(inShell),
];

function inShell(script: string): string[] {
  return ['sh', '-c', script];
}

/** Objects with fields relevant to components: placement, conditions, update strategies, endpoints. */
const EXAMPLES: readonly Example[] = [
  ...[RICH, PLAIN, CLAIMING, ONCE].map((spec): Example => ['v1', 'Pod', spec]),
  ...ODD_COMMANDS.map((command): Example => ['v1', 'Pod', { containers: [{ name: 'main', image: 'busybox', command }] }]),
  ['v1', 'Pod', { ...PLAIN, nodeName: 'node-1', priorityClassName: 'system-node-critical' }],
  [
    'apps/v1',
    'Deployment',
    {
      replicas: 2,
      selector: SELECTOR,
      template: templateOf(RICH),
      strategy: { rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } },
      minReadySeconds: 5,
      progressDeadlineSeconds: 60,
      revisionHistoryLimit: 2,
    },
  ],
  ['apps/v1', 'Deployment', { replicas: 3, selector: SELECTOR, template: templateOf(PLAIN), paused: false }],
  ['apps/v1', 'ReplicaSet', { replicas: 2, minReadySeconds: 3, selector: SELECTOR, template: templateOf(PLAIN) }],
  ['v1', 'ReplicationController', { replicas: 1, selector: LABELS, template: templateOf(PLAIN) }],
  [
    'apps/v1',
    'StatefulSet',
    {
      replicas: 2,
      serviceName: 'web',
      selector: SELECTOR,
      template: templateOf({ ...PLAIN }),
      volumeClaimTemplates: [{ metadata: { name: 'data' }, spec: CLAIM }],
      persistentVolumeClaimRetentionPolicy: { whenDeleted: 'Delete', whenScaled: 'Delete' },
      ordinals: { start: 1 },
      updateStrategy: { type: 'RollingUpdate', rollingUpdate: { partition: 1, maxUnavailable: 1 } },
      minReadySeconds: 1,
    },
  ],
  [
    'apps/v1',
    'DaemonSet',
    {
      selector: SELECTOR,
      template: templateOf({ ...PLAIN, tolerations: [{ operator: 'Exists' }] }),
      updateStrategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } },
    },
  ],
  ['batch/v1', 'Job', JOB],
  ['batch/v1', 'Job', { backoffLimit: 2, template: templateOf(ONCE), suspend: false, manualSelector: false }],
  [
    'batch/v1',
    'CronJob',
    {
      schedule: '*/10 * * * *',
      timeZone: 'Europe/Vienna',
      concurrencyPolicy: 'Replace',
      startingDeadlineSeconds: 100,
      successfulJobsHistoryLimit: 1,
      failedJobsHistoryLimit: 1,
      jobTemplate: { spec: { template: templateOf(ONCE) } },
    },
  ],
  [
    'v1',
    'Service',
    {
      ...SERVICE,
      type: 'NodePort',
      externalTrafficPolicy: 'Local',
      sessionAffinity: 'ClientIP',
      sessionAffinityConfig: { clientIP: { timeoutSeconds: 10 } },
      externalIPs: ['10.1.2.3'],
    },
  ],
  ['v1', 'Service', { ...SERVICE, clusterIP: 'None', publishNotReadyAddresses: true, ports: [{ port: 80 }] }],
  ['v1', 'Service', { type: 'ExternalName', externalName: 'example.com' }],
  ['v1', 'Service', { ports: [{ port: 80, targetPort: 8_080 }], type: 'LoadBalancer', trafficDistribution: 'PreferClose' }],
  [
    'v1',
    'PersistentVolume',
    {
      accessModes: ['ReadWriteOnce'],
      capacity: { storage: '1Gi' },
      hostPath: { path: '/a' },
      claimRef: { namespace: 'default', name: 'a' },
      persistentVolumeReclaimPolicy: 'Delete',
      nodeAffinity: { required: { nodeSelectorTerms: [MATCH] } },
    },
  ],
  ['v1', 'PersistentVolumeClaim', { ...CLAIM, selector: SELECTOR, volumeMode: 'Filesystem', volumeName: 'a', storageClassName: '' }],
  ['v1', 'PersistentVolumeClaim', CLAIM],
  [
    'v1',
    'Node',
    { podCIDR: '10.244.9.0/24', providerID: 'a://b', taints: [{ key: 'a', value: 'b', effect: 'NoExecute' }], unschedulable: true },
  ],
  ['v1', 'Namespace', { finalizers: ['kubernetes'] }],
  [
    'v1',
    'ResourceQuota',
    { hard: { pods: '5', 'requests.cpu': '1' }, scopeSelector: { matchExpressions: [{ scopeName: 'PriorityClass', operator: 'Exists' }] } },
  ],
  [
    'v1',
    'LimitRange',
    {
      limits: [
        { type: 'Pod', min: { cpu: '1m' } },
        { type: 'PersistentVolumeClaim', max: { storage: '2Gi' } },
        { type: 'Container', defaultRequest: { cpu: '10m' }, maxLimitRequestRatio: { cpu: '100' } },
      ],
    },
  ],
  ['policy/v1', 'PodDisruptionBudget', { selector: SELECTOR, minAvailable: '50%', unhealthyPodEvictionPolicy: 'AlwaysAllow' }],
  [
    'autoscaling/v2',
    'HorizontalPodAutoscaler',
    {
      minReplicas: 1,
      maxReplicas: 4,
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' },
      metrics: [
        {
          type: 'ContainerResource',
          containerResource: { name: 'cpu', container: 'main', target: { type: 'AverageValue', averageValue: '1' } },
        },
      ],
      behavior: { scaleDown: { policies: [{ type: 'Percent', value: 10, periodSeconds: 60 }], selectPolicy: 'Min' } },
    },
  ],
  [
    'networking.k8s.io/v1',
    'NetworkPolicy',
    {
      podSelector: {},
      policyTypes: ['Ingress', 'Egress'],
      egress: [{ to: [{ ipBlock: { cidr: '10.0.0.0/8', except: ['10.1.0.0/16'] } }], ports: [{ port: 1, endPort: 9 }] }],
    },
  ],
];

/** Complete bodies of the examples. */
export const richExamples: readonly Readonly<Record<string, unknown>>[] = EXAMPLES.map(([apiVersion, kind, spec]) => ({
  ...{ apiVersion, kind, spec },
  metadata: { name: 'web', labels: LABELS },
}));
