import { expect, test } from 'vitest';
import { allKinds, kindOf } from './kinds.ts';
import { resources } from './resource-refs.ts';
import { rowOf, tryCreate, tryUpdate } from './testing/index.ts';

test('every resource has its kind, and every kind is found by group and resource', () => {
  const served = Object.values(resources).map(({ group, resource }) => kindOf(group, resource)?.kind);
  expect(served).toEqual(Object.values(resources).map(({ kind }) => kind));
  expect(allKinds.length).toBe(served.length);
  expect(kindOf('apps', 'pods')).toBeUndefined();
});

test('kinds have the order and names of a real cluster', () => {
  const rows = allKinds.map(({ group, resource, singular, shortNames, categories, listKind }) =>
    [group, resource, singular, shortNames.join(','), categories.join(','), listKind].join(' '),
  );
  expect(rows).toEqual([
    ' configmaps configmap cm  ConfigMapList',
    ' endpoints endpoints ep  EndpointsList',
    ' events event ev  EventList',
    ' limitranges limitrange limits  LimitRangeList',
    ' namespaces namespace ns  NamespaceList',
    ' nodes node no  NodeList',
    ' persistentvolumeclaims persistentvolumeclaim pvc  PersistentVolumeClaimList',
    ' persistentvolumes persistentvolume pv  PersistentVolumeList',
    ' pods pod po all PodList',
    ' podtemplates podtemplate   PodTemplateList',
    ' replicationcontrollers replicationcontroller rc all ReplicationControllerList',
    ' resourcequotas resourcequota quota  ResourceQuotaList',
    ' secrets secret   SecretList',
    ' serviceaccounts serviceaccount sa  ServiceAccountList',
    ' services service svc all ServiceList',
    'apiregistration.k8s.io apiservices apiservice  api-extensions APIServiceList',
    'apps controllerrevisions controllerrevision   ControllerRevisionList',
    'apps daemonsets daemonset ds all DaemonSetList',
    'apps deployments deployment deploy all DeploymentList',
    'apps replicasets replicaset rs all ReplicaSetList',
    'certificates.k8s.io certificatesigningrequests certificatesigningrequest csr  CertificateSigningRequestList',
    'networking.k8s.io ingressclasses ingressclass   IngressClassList',
    'networking.k8s.io ingresses ingress ing  IngressList',
    'networking.k8s.io ipaddresses ipaddress ip  IPAddressList',
    'networking.k8s.io networkpolicies networkpolicy netpol  NetworkPolicyList',
    'networking.k8s.io servicecidrs servicecidr   ServiceCIDRList',
    'storage.k8s.io csidrivers csidriver   CSIDriverList',
    'storage.k8s.io csinodes csinode   CSINodeList',
    'storage.k8s.io csistoragecapacities csistoragecapacity   CSIStorageCapacityList',
    'storage.k8s.io storageclasses storageclass sc  StorageClassList',
    'storage.k8s.io volumeattachments volumeattachment   VolumeAttachmentList',
    'storage.k8s.io volumeattributesclasses volumeattributesclass vac  VolumeAttributesClassList',
    'apps statefulsets statefulset sts all StatefulSetList',
    'autoscaling horizontalpodautoscalers horizontalpodautoscaler hpa all HorizontalPodAutoscalerList',
    'batch cronjobs cronjob cj all CronJobList',
    'batch jobs job  all JobList',
    'coordination.k8s.io leases lease   LeaseList',
    'discovery.k8s.io endpointslices endpointslice   EndpointSliceList',
    'flowcontrol.apiserver.k8s.io flowschemas flowschema   FlowSchemaList',
    'flowcontrol.apiserver.k8s.io prioritylevelconfigurations prioritylevelconfiguration   PriorityLevelConfigurationList',
    'rbac.authorization.k8s.io clusterroles clusterrole   ClusterRoleList',
    'rbac.authorization.k8s.io clusterrolebindings clusterrolebinding   ClusterRoleBindingList',
    'rbac.authorization.k8s.io roles role   RoleList',
    'rbac.authorization.k8s.io rolebindings rolebinding   RoleBindingList',
    'policy poddisruptionbudgets poddisruptionbudget pdb  PodDisruptionBudgetList',
    'scheduling.k8s.io priorityclasses priorityclass pc  PriorityClassList',
    'node.k8s.io runtimeclasses runtimeclass   RuntimeClassList',
    'admissionregistration.k8s.io mutatingwebhookconfigurations mutatingwebhookconfiguration  api-extensions MutatingWebhookConfigurationList',
    'admissionregistration.k8s.io validatingadmissionpolicies validatingadmissionpolicy  api-extensions ValidatingAdmissionPolicyList',
    'admissionregistration.k8s.io validatingadmissionpolicybindings validatingadmissionpolicybinding  api-extensions ValidatingAdmissionPolicyBindingList',
    'admissionregistration.k8s.io validatingwebhookconfigurations validatingwebhookconfiguration  api-extensions ValidatingWebhookConfigurationList',
    'apiextensions.k8s.io customresourcedefinitions customresourcedefinition crd,crds api-extensions CustomResourceDefinitionList',
    'resource.k8s.io deviceclasses deviceclass   DeviceClassList',
    'resource.k8s.io resourceclaims resourceclaim   ResourceClaimList',
    'resource.k8s.io resourceclaimtemplates resourceclaimtemplate   ResourceClaimTemplateList',
    'resource.k8s.io resourceslices resourceslice   ResourceSliceList',
    'klockwork.dev clocks clock clk  ClockList',
    'klockwork.dev connections connection   ConnectionList',
    'klockwork.dev drills drill   DrillList',
    'klockwork.dev faults fault   FaultList',
    'klockwork.dev images image img  ImageList',
  ]);
});

test('each definition names its group as the OpenAPI document does', () => {
  const packages: Record<string, string> = {
    '': 'io.k8s.api.core',
    'apiregistration.k8s.io': 'io.k8s.kube-aggregator.pkg.apis.apiregistration',
    apps: 'io.k8s.api.apps',
    'certificates.k8s.io': 'io.k8s.api.certificates',
    'networking.k8s.io': 'io.k8s.api.networking',
    'storage.k8s.io': 'io.k8s.api.storage',
    autoscaling: 'io.k8s.api.autoscaling',
    batch: 'io.k8s.api.batch',
    'coordination.k8s.io': 'io.k8s.api.coordination',
    'discovery.k8s.io': 'io.k8s.api.discovery',
    'rbac.authorization.k8s.io': 'io.k8s.api.rbac',
    policy: 'io.k8s.api.policy',
    'scheduling.k8s.io': 'io.k8s.api.scheduling',
    'node.k8s.io': 'io.k8s.api.node',
    'admissionregistration.k8s.io': 'io.k8s.api.admissionregistration',
    'apiextensions.k8s.io': 'io.k8s.apiextensions-apiserver.pkg.apis.apiextensions',
    'flowcontrol.apiserver.k8s.io': 'io.k8s.api.flowcontrol',
    'resource.k8s.io': 'io.k8s.api.resource',
    'klockwork.dev': 'dev.klockwork',
  };
  for (const kind of allKinds) expect(kind.definition).toBe(`${packages[kind.group]}.${kind.version}.${kind.kind}`);
});

test.each(allKinds.map((kind) => [kind.kind, kind] as const))('a nearly empty %s is validated, printed and named', (_, kind) => {
  for (const body of [{}, { metadata: {} }, { metadata: {}, spec: {} }, { metadata: {}, spec: {}, status: {} }]) {
    const { object, errors } = tryCreate(kind, body);
    expect(errors.length).toBeGreaterThan(0);
    expect(rowOf(kind, object, 0).Name ?? rowOf(kind, object, 0)['Name (wide)']).toBe('');
    expect(tryUpdate(kind, body, () => {}).errors.length).toBeGreaterThan(0);
    expect(kind.event({ verb: 'create', subresource: '', next: object }).type).toMatch(
      new RegExp(`^${kind.kind}(Created|Registered|Reported)$`),
    );
    expect(Object.values(kind.selectableFields).map((read) => typeof read(object))).not.toContain('undefined');
  }
});

test.each(allKinds.map((kind) => [kind.kind, kind] as const))('a write of deletion fields does not delete a %s', (_, kind) => {
  const metadata = { name: 'a', uid: 'u', resourceVersion: '1', ...(kind.namespaced && { namespace: 'default' }) };
  const told = { ...metadata, deletionTimestamp: '2026-01-01T00:00:00Z' };
  for (const rules of [kind.strategy, kind.status, ...Object.values(kind.subresources ?? {})]) {
    const errors = rules?.validateUpdate({ metadata: told, spec: {}, status: {} }, { metadata, spec: {}, status: {} });
    expect(errors?.filter(({ field }) => field === 'metadata.deletionTimestamp').length ?? 1).toBe(1);
  }
});
