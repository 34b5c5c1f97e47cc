import type { ApiService, CustomResourceDefinition } from '@klockwork/resources';

/** Label of APIServices that the server manages itself. */
export const MANAGED_LABEL = 'kube-aggregator.kubernetes.io/automanaged';

type Priorities = readonly [group: number, version: number];

/** Models `DefaultGenericAPIServicePriorities` of `pkg/controlplane/apiserver`, and `cmd/kube-apiserver/app/aggregator.go`. */
const PRIORITIES: Readonly<Record<string, Priorities>> = {
  '/v1': [18_000, 1],
  'apps/v1': [17_800, 15],
  'events.k8s.io/v1': [17_750, 15],
  'authentication.k8s.io/v1': [17_700, 15],
  'authorization.k8s.io/v1': [17_600, 15],
  'autoscaling/v1': [17_500, 15],
  'autoscaling/v2': [17_500, 30],
  'batch/v1': [17_400, 15],
  'certificates.k8s.io/v1': [17_300, 15],
  'networking.k8s.io/v1': [17_200, 15],
  'policy/v1': [17_100, 15],
  'rbac.authorization.k8s.io/v1': [17_000, 15],
  'storage.k8s.io/v1': [16_800, 15],
  'apiextensions.k8s.io/v1': [16_700, 15],
  'admissionregistration.k8s.io/v1': [16_700, 15],
  'scheduling.k8s.io/v1': [16_600, 15],
  'coordination.k8s.io/v1': [16_500, 15],
  'node.k8s.io/v1': [16_300, 15],
  'discovery.k8s.io/v1': [16_200, 15],
  'resource.k8s.io/v1': [16_200, 21],
  'flowcontrol.apiserver.k8s.io/v1': [16_100, 21],
  // Models the manifest of metrics-server.
  'metrics.k8s.io/v1beta1': [100, 100],
};

/** Priorities of definitions, and of the lab's own group. Models `crdregistration`. */
const CUSTOM: Priorities = [1_000, 100];
/** Group of APIServices, which has none itself. */
const OWN_GROUP = 'apiregistration.k8s.io';

export interface GroupVersion {
  readonly group: string;
  readonly version: string;
}

/** Returns the APIService of each built-in group version. */
export function builtInApiServices(servedVersions: readonly GroupVersion[]): ApiService[] {
  return servedVersions.filter(({ group }) => group !== OWN_GROUP).map((each) => apiService(each, 'onstart'));
}

/** Returns the APIService of each served version of definitions. */
export function customApiServices(definitions: readonly CustomResourceDefinition[]): ApiService[] {
  const names = new Map<string, GroupVersion>();
  for (const { spec } of definitions) {
    for (const { name: version, served } of spec?.versions ?? []) {
      const each = { group: spec?.group ?? '', version };
      if (served) names.set(nameOf(each), each);
    }
  }
  return [...names.values()].map((each) => apiService(each, 'true'));
}

/** `v1.apps` */
function nameOf({ group, version }: GroupVersion): string {
  return `${version}.${group}`;
}

function apiService({ group, version }: GroupVersion, managedLabel: 'onstart' | 'true'): ApiService {
  const [groupPriorityMinimum, versionPriority] = PRIORITIES[`${group}/${version}`] ?? CUSTOM;
  const metadata = { name: nameOf({ group, version }), labels: { [MANAGED_LABEL]: managedLabel } };
  return { metadata, spec: { group, version, groupPriorityMinimum, versionPriority } };
}
