import { beforeAll, expect, test } from 'vitest';
import { lab } from '../lab-of-spec.ts';
import { Session } from './session.ts';

let session: Session;
beforeAll(() => {
  session = Session.in(lab);
});

const autoscaler = {
  apiVersion: 'autoscaling/v1',
  kind: 'HorizontalPodAutoscaler',
  metadata: { name: 'app' },
  spec: {
    scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'app' },
    minReplicas: 2,
    maxReplicas: 5,
    targetCPUUtilizationPercentage: 50,
  },
};
const ownEvent = {
  apiVersion: 'events.k8s.io/v1',
  kind: 'Event',
  metadata: { name: 'app.1', namespace: 'policy-and-quota' },
  eventTime: '2026-01-01T00:00:00.000000Z',
  regarding: { kind: 'Deployment', namespace: 'policy-and-quota', name: 'app' },
  reportingController: 'example.com/op',
  reportingInstance: 'op-1',
  action: 'Moving',
  reason: 'Moved',
  note: 'it moved',
  type: 'Normal',
};

const solo = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'solo', labels: { app: 'solo' } },
  spec: { nodeName: 'node-1', terminationGracePeriodSeconds: 0, containers: [{ name: 'web', image: 'nginx:1.27' }] },
};
const eviction = { apiVersion: 'policy/v1', kind: 'Eviction', metadata: { name: 'solo' } };

test('evictions and drains wait for a budget', async () => {
  await session.type(['create -f -', { input: JSON.stringify(solo) }], 'wait pod/solo --for=condition=Ready');
  expect(
    await session.type(
      'create pdb solo --selector=app=solo --min-available=1',
      "wait pdb/solo --for=jsonpath='{.status.currentHealthy}=1'",
      'get pdb solo',
      'describe pdb solo',
      ['create --raw /api/v1/namespaces/policy-and-quota/pods/solo/eviction -f -', { input: JSON.stringify(eviction) }],
      'patch pdb solo --type=merge -p \'{"spec":{"minAvailable":0}}\'',
      "wait pdb/solo --for=jsonpath='{.status.disruptionsAllowed}=1'",
      'drain node-1 --force --pod-selector=app=solo',
      'uncordon node-1',
    ),
  ).toMatchInlineSnapshot(`
    "$ kubectl create pdb solo --selector=app=solo --min-available=1
    poddisruptionbudget.policy/solo created
    $ kubectl wait pdb/solo --for=jsonpath='{.status.currentHealthy}=1'
    poddisruptionbudget.policy/solo condition met
    $ kubectl get pdb solo
    NAME   MIN AVAILABLE   MAX UNAVAILABLE   ALLOWED DISRUPTIONS   AGE
    solo   1               N/A               0   <age>
    $ kubectl describe pdb solo
    Name:           solo
    Namespace:      policy-and-quota
    Min available:  1
    Selector:       app=solo
    Status:
        Allowed disruptions:  0
        Current:              1
        Desired:              1
        Total:                1
    Events:                   <none>
    $ kubectl create --raw /api/v1/namespaces/policy-and-quota/pods/solo/eviction -f -
    Error from server (TooManyRequests): Cannot evict pod as it would violate the pod's disruption budget.
    [exit code 1]
    $ kubectl patch pdb solo --type=merge -p '{"spec":{"minAvailable":0}}'
    poddisruptionbudget.policy/solo patched
    $ kubectl wait pdb/solo --for=jsonpath='{.status.disruptionsAllowed}=1'
    poddisruptionbudget.policy/solo condition met
    $ kubectl drain node-1 --force --pod-selector=app=solo
    node/node-1 cordoned
    evicting pod policy-and-quota/solo
    pod/solo evicted
    node/node-1 drained
    Warning: deleting Pods that declare no controller: policy-and-quota/solo
    $ kubectl uncordon node-1
    node/node-1 uncordoned
    "
  `);
});

test('a quota shows its usage, and refuses objects beyond its limits', async () => {
  expect(
    await session.type(
      'create namespace team',
      'create quota small -n team --hard=pods=1,requests.cpu=500m,count/configmaps=2',
      "wait quota/small -n team --for=jsonpath='{.status.used.pods}=0'",
      'run web -n team --image=nginx:1.27',
      ['create -n team -f -', { input: JSON.stringify(asking('web')) }],
      ['create -n team -f -', { input: JSON.stringify(asking('more')) }],
      'create configmap a -n team',
      'create configmap b -n team',
      'get quota -n team',
      'describe quota small -n team',
      'delete pod web -n team',
      "wait quota/small -n team --for=jsonpath='{.status.used.pods}=0'",
    ),
  ).toMatchInlineSnapshot(`
    "$ kubectl create namespace team
    namespace/team created
    $ kubectl create quota small -n team --hard=pods=1,requests.cpu=500m,count/configmaps=2
    resourcequota/small created
    $ kubectl wait quota/small -n team --for=jsonpath='{.status.used.pods}=0'
    resourcequota/small condition met
    $ kubectl run web -n team --image=nginx:1.27
    Error from server (Forbidden): pods "web" is forbidden: failed quota: small: must specify requests.cpu for: web
    [exit code 1]
    $ kubectl create -n team -f -
    pod/web created
    $ kubectl create -n team -f -
    Error from server (Forbidden): error when creating "STDIN": pods "more" is forbidden: exceeded quota: small, requested: pods=1,requests.cpu=400m, used: pods=1,requests.cpu=400m, limited: pods=1,requests.cpu=500m
    [exit code 1]
    $ kubectl create configmap a -n team
    configmap/a created
    $ kubectl create configmap b -n team
    error: failed to create configmap: configmaps "b" is forbidden: exceeded quota: small, requested: count/configmaps=1, used: count/configmaps=2, limited: count/configmaps=2
    [exit code 1]
    $ kubectl get quota -n team
    NAME    REQUEST                                                     LIMIT   AGE
    small   count/configmaps: 2/2, pods: 1/1, requests.cpu: 400m/500m   <age>
    $ kubectl describe quota small -n team
    Name:             small
    Namespace:        team
    Resource          Used  Hard
    --------          ----  ----
    count/configmaps  2     2
    pods              1     1
    requests.cpu      400m  500m
    $ kubectl delete pod web -n team
    pod "web" deleted from team namespace
    $ kubectl wait quota/small -n team --for=jsonpath='{.status.used.pods}=0'
    resourcequota/small condition met
    "
  `);
});

function asking(name: string): object {
  const containers = [{ name: 'web', image: 'nginx:1.27', resources: { requests: { cpu: '400m' } } }];
  return { apiVersion: 'v1', kind: 'Pod', metadata: { name }, spec: { containers } };
}

test('an autoscaler is served in both versions, an event in both groups', async () => {
  expect(
    await session.type(
      ['create -f -', { input: JSON.stringify(autoscaler) }],
      'get hpa',
      'get horizontalpodautoscalers.v1.autoscaling app -o jsonpath={.apiVersion}{.spec}',
      'get horizontalpodautoscalers.v2.autoscaling app -o jsonpath={.apiVersion}{.spec.metrics}',
      ['create -f -', { input: JSON.stringify(ownEvent) }],
      'get events.v1.events.k8s.io app.1 -o jsonpath={.apiVersion}{.note}',
      'get events.v1. app.1 -o jsonpath={.apiVersion}{.message}',
      'get priorityclasses',
      'get componentstatuses',
    ),
  ).toMatchInlineSnapshot(`
    "$ kubectl create -f -
    horizontalpodautoscaler.autoscaling/app created
    $ kubectl get hpa
    NAME   REFERENCE        TARGETS              MINPODS   MAXPODS   REPLICAS   AGE
    app    Deployment/app   cpu: <unknown>/50%   2         5         0   <age>
    $ kubectl get horizontalpodautoscalers.v1.autoscaling app -o jsonpath={.apiVersion}{.spec}
    autoscaling/v1{"maxReplicas":5,"minReplicas":2,"scaleTargetRef":{"apiVersion":"apps/v1","kind":"Deployment","name":"app"},"targetCPUUtilizationPercentage":50}$ kubectl get horizontalpodautoscalers.v2.autoscaling app -o jsonpath={.apiVersion}{.spec.metrics}
    autoscaling/v2[{"resource":{"name":"cpu","target":{"averageUtilization":50,"type":"Utilization"}},"type":"Resource"}]$ kubectl create -f -
    event.events.k8s.io/app.1 created
    $ kubectl get events.v1.events.k8s.io app.1 -o jsonpath={.apiVersion}{.note}
    events.k8s.io/v1it moved$ kubectl get events.v1. app.1 -o jsonpath={.apiVersion}{.message}
    v1it moved$ kubectl get priorityclasses
    NAME                      VALUE        GLOBAL-DEFAULT   AGE   PREEMPTIONPOLICY
    system-cluster-critical   2000000000   false   <age>   PreemptLowerPriority
    system-node-critical      2000001000   false   <age>   PreemptLowerPriority
    $ kubectl get componentstatuses
    NAME                 STATUS    MESSAGE   ERROR
    controller-manager   Healthy   ok
    scheduler            Healthy   ok
    etcd-0               Healthy   ok
    Warning: v1 ComponentStatus is deprecated in v1.19+
    "
  `);
});
