import { beforeAll, expect, test } from 'vitest';
import { lab } from '../lab-of-spec.ts';
import { deploymentManifest } from './manifests.ts';
import { Session } from './session.ts';

let session: Session;
beforeAll(() => {
  session = Session.in(lab);
});

test('create makes each kind', async () => {
  expect(
    await session.type(
      'create namespace shop',
      'create deployment web --image=nginx:1.27 --replicas=2 --port=80 -n shop',
      'create configmap settings --from-literal=color=blue --from-literal=size=1 -n shop',
      'create secret generic key --from-literal=password=s3cret -n shop',
      'create secret docker-registry registry --docker-server=r.example --docker-username=u --docker-password=p -n shop',
      'create secret tls cert --cert=/dev/null --key=/dev/null -n shop',
      'create serviceaccount robot -n shop',
      'create service clusterip web --tcp=80:8080 -n shop',
      'create service nodeport outside --tcp=80 --node-port=30080 -n shop',
      'create service externalname far --external-name=database.example.com -n shop',
      'create service clusterip headless --clusterip=None -n shop',
      'create service loadbalancer lb --tcp=80 -n shop',
      'wait service/lb --for=jsonpath={.status.loadBalancer.ingress} -n shop',
      'get secrets,configmaps,serviceaccounts,services -n shop',
      'get secret key registry -n shop -o yaml',
    ),
  ).toMatchInlineSnapshot(`
    "$ kubectl create namespace shop
    namespace/shop created
    $ kubectl create deployment web --image=nginx:1.27 --replicas=2 --port=80 -n shop
    deployment.apps/web created
    $ kubectl create configmap settings --from-literal=color=blue --from-literal=size=1 -n shop
    configmap/settings created
    $ kubectl create secret generic key --from-literal=password=s3cret -n shop
    secret/key created
    $ kubectl create secret docker-registry registry --docker-server=r.example --docker-username=u --docker-password=p -n shop
    secret/registry created
    $ kubectl create secret tls cert --cert=/dev/null --key=/dev/null -n shop
    error: tls: failed to find any PEM data in certificate input
    [exit code 1]
    $ kubectl create serviceaccount robot -n shop
    serviceaccount/robot created
    $ kubectl create service clusterip web --tcp=80:8080 -n shop
    service/web created
    $ kubectl create service nodeport outside --tcp=80 --node-port=30080 -n shop
    service/outside created
    $ kubectl create service externalname far --external-name=database.example.com -n shop
    service/far created
    $ kubectl create service clusterip headless --clusterip=None -n shop
    service/headless created
    $ kubectl create service loadbalancer lb --tcp=80 -n shop
    service/lb created
    $ kubectl wait service/lb --for=jsonpath={.status.loadBalancer.ingress} -n shop
    service/lb condition met
    $ kubectl get secrets,configmaps,serviceaccounts,services -n shop
    NAME              TYPE                             DATA   AGE
    secret/key        Opaque                           1   <age>
    secret/registry   kubernetes.io/dockerconfigjson   1   <age>

    NAME                         DATA   AGE
    configmap/kube-root-ca.crt   1   <age>
    configmap/settings           2   <age>

    NAME                     AGE
    serviceaccount/default   <age>
    serviceaccount/robot   <age>

    NAME               TYPE           CLUSTER-IP   EXTERNAL-IP   PORT(S)   AGE
    service/far        ExternalName   <none>   database.example.com   <none>   <age>
    service/headless   ClusterIP      None   <none>   <none>   <age>
    service/lb         LoadBalancer   <cluster-ip>   <cluster-ip>   80:<node-port>/TCP   <age>
    service/outside    NodePort       <cluster-ip>   <none>   80:<node-port>/TCP   <age>
    service/web        ClusterIP      <cluster-ip>   <none>   80/TCP   <age>
    $ kubectl get secret key registry -n shop -o yaml
    apiVersion: v1
    items:
    - apiVersion: v1
      data:
        password: czNjcmV0
      kind: Secret
      metadata:
        creationTimestamp: "<time>"
        name: key
        namespace: shop
        resourceVersion: "<version>"
        uid: <uid>
      type: Opaque
    - apiVersion: v1
      data:
        .dockerconfigjson: eyJhdXRocyI6eyJyLmV4YW1wbGUiOnsidXNlcm5hbWUiOiJ1IiwicGFzc3dvcmQiOiJwIiwiYXV0aCI6ImRUcHcifX19
      kind: Secret
      metadata:
        creationTimestamp: "<time>"
        name: registry
        namespace: shop
        resourceVersion: "<version>"
        uid: <uid>
      type: kubernetes.io/dockerconfigjson
    kind: List
    metadata:
      resourceVersion: ""
    "
  `);
});

test('create with dry-run only prints its effect', async () => {
  expect(
    await session.type(
      'create deployment d --image=nginx --dry-run=client -o yaml',
      'create deployment d --image=nginx --dry-run=server -o name',
      'create configmap c --from-literal=a=b --dry-run=server -o yaml',
      'run p --image=busybox --dry-run=client -o yaml -- sleep 1000',
      'get deployments,configmaps d c',
    ),
  ).toMatchInlineSnapshot(`
    "$ kubectl create deployment d --image=nginx --dry-run=client -o yaml
    apiVersion: apps/v1
    kind: Deployment
    metadata:
      labels:
        app: d
      name: d
    spec:
      replicas: 1
      selector:
        matchLabels:
          app: d
      strategy: {}
      template:
        metadata:
          labels:
            app: d
        spec:
          containers:
          - image: nginx
            name: nginx
            resources: {}
    status: {}
    $ kubectl create deployment d --image=nginx --dry-run=server -o name
    deployment.apps/d
    $ kubectl create configmap c --from-literal=a=b --dry-run=server -o yaml
    apiVersion: v1
    data:
      a: b
    kind: ConfigMap
    metadata:
      creationTimestamp: "<time>"
      name: c
      namespace: create-apply-diff
      uid: <uid>
    $ kubectl run p --image=busybox --dry-run=client -o yaml -- sleep 1000
    apiVersion: v1
    kind: Pod
    metadata:
      labels:
        run: p
      name: p
    spec:
      containers:
      - args:
        - sleep
        - "1000"
        image: busybox
        name: p
        resources: {}
      dnsPolicy: ClusterFirst
      restartPolicy: Always
    status: {}
    $ kubectl get deployments,configmaps d c
    Error from server (NotFound): deployments.apps "d" not found
    Error from server (NotFound): deployments.apps "c" not found
    Error from server (NotFound): configmaps "d" not found
    Error from server (NotFound): configmaps "c" not found
    [exit code 1]
    "
  `);
});

test('create refuses invalid objects', async () => {
  session.write('app.yaml', deploymentManifest());
  expect(
    await session.type(
      'create -f app.yaml',
      'create -f app.yaml',
      'create namespace shop',
      'create namespace Bad_Name',
      'create configmap c -n nowhere',
      'create service nodeport again --tcp=80 --node-port=30080',
      'create service nodeport far --tcp=80 --node-port=40000',
      'create -f nowhere.yaml',
    ),
  ).toMatchInlineSnapshot(`
    "$ kubectl create -f app.yaml
    deployment.apps/app created
    $ kubectl create -f app.yaml
    Error from server (AlreadyExists): error when creating "app.yaml": deployments.apps "app" already exists
    [exit code 1]
    $ kubectl create namespace shop
    Error from server (AlreadyExists): namespaces "shop" already exists
    [exit code 1]
    $ kubectl create namespace Bad_Name
    The Namespace "Bad_Name" is invalid: metadata.name: Invalid value: "Bad_Name": a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')
    [exit code 1]
    $ kubectl create configmap c -n nowhere
    error: failed to create configmap: namespaces "nowhere" not found
    [exit code 1]
    $ kubectl create service nodeport again --tcp=80 --node-port=30080
    error: failed to create NodePort service: Service "again" is invalid: spec.ports[0].nodePort: Invalid value: 30080: provided port is already allocated
    [exit code 1]
    $ kubectl create service nodeport far --tcp=80 --node-port=40000
    error: failed to create NodePort service: Service "far" is invalid: spec.ports[0].nodePort: Invalid value: 40000: provided port is not in the valid range. The range of valid ports is 30000-32767
    [exit code 1]
    $ kubectl create -f nowhere.yaml
    error: the path "nowhere.yaml" does not exist
    [exit code 1]
    "
  `);
});

test('apply creates, leaves and configures', async () => {
  session.write('web.yaml', deploymentManifest('nginx:1.26', 'web'));
  const version = "get deployment web -o jsonpath='{.metadata.generation} {.status.observedGeneration}'";
  expect(
    await session.type(
      'diff -f web.yaml',
      'apply -f web.yaml --dry-run=client',
      'apply -f web.yaml --dry-run=server',
      'apply -f web.yaml',
      "wait --for=jsonpath='{.status.readyReplicas}'=3 deployment/web",
      'apply -f web.yaml',
      'diff -f web.yaml',
      version,
    ),
  ).toMatchInlineSnapshot(`
    "$ kubectl diff -f web.yaml
    diff -u -N /tmp/LIVE/apps.v1.Deployment.create-apply-diff.web /tmp/MERGED/apps.v1.Deployment.create-apply-diff.web
    --- /tmp/LIVE/apps.v1.Deployment.create-apply-diff.web	<time>
    +++ /tmp/MERGED/apps.v1.Deployment.create-apply-diff.web	<time>
    @@ -0,0 +1,43 @@
    +apiVersion: apps/v1
    +kind: Deployment
    +metadata:
    +  creationTimestamp: "<time>"
    +  generation: 1
    +  labels:
    +    app: web
    +  name: web
    +  namespace: create-apply-diff
    +  uid: <uid>
    +spec:
    +  progressDeadlineSeconds: 600
    +  replicas: 3
    +  revisionHistoryLimit: 10
    +  selector:
    +    matchLabels:
    +      app: web
    +  strategy:
    +    rollingUpdate:
    +      maxSurge: 25%
    +      maxUnavailable: 25%
    +    type: RollingUpdate
    +  template:
    +    metadata:
    +      labels:
    +        app: web
    +    spec:
    +      containers:
    +      - image: nginx:1.26
    +        imagePullPolicy: IfNotPresent
    +        name: c
    +        ports:
    +        - containerPort: 80
    +          protocol: TCP
    +        resources: {}
    +        terminationMessagePath: /dev/termination-log
    +        terminationMessagePolicy: File
    +      dnsPolicy: ClusterFirst
    +      restartPolicy: Always
    +      schedulerName: default-scheduler
    +      securityContext: {}
    +      terminationGracePeriodSeconds: 30
    +status: {}
    [exit code 1]
    $ kubectl apply -f web.yaml --dry-run=client
    deployment.apps/web created (dry run)
    $ kubectl apply -f web.yaml --dry-run=server
    deployment.apps/web created (server dry run)
    $ kubectl apply -f web.yaml
    deployment.apps/web created
    $ kubectl wait --for=jsonpath='{.status.readyReplicas}'=3 deployment/web
    deployment.apps/web condition met
    $ kubectl apply -f web.yaml
    deployment.apps/web unchanged
    $ kubectl diff -f web.yaml
    $ kubectl get deployment web -o jsonpath='{.metadata.generation} {.status.observedGeneration}'
    1 1"
  `);
  session.write('web.yaml', deploymentManifest('nginx:1.27', 'web'));
  expect(
    await session.type(
      'diff -f web.yaml',
      'apply -f web.yaml --dry-run=server',
      'apply -f web.yaml',
      "wait --for=jsonpath='{.status.observedGeneration}'=2 deployment/web",
      'diff -f web.yaml',
      'apply view-last-applied deployment/web -o json',
      version,
    ),
  ).toMatchInlineSnapshot(`
    "$ kubectl diff -f web.yaml
    diff -u -N /tmp/LIVE/apps.v1.Deployment.create-apply-diff.web /tmp/MERGED/apps.v1.Deployment.create-apply-diff.web
    --- /tmp/LIVE/apps.v1.Deployment.create-apply-diff.web	<time>
    +++ /tmp/MERGED/apps.v1.Deployment.create-apply-diff.web	<time>
    @@ -6,7 +6,7 @@
         kubectl.kubernetes.io/last-applied-configuration: |
           {"apiVersion":"apps/v1","kind":"Deployment","metadata":{"annotations":{},"labels":{"app":"web"},"name":"web","namespace":"create-apply-diff"},"spec":{"replicas":3,"selector":{"matchLabels":{"app":"web"}},"template":{"metadata":{"labels":{"app":"web"}},"spec":{"containers":[{"image":"nginx:1.26","name":"c","ports":[{"containerPort":80}]}]}}}}
       creationTimestamp: "<time>"
    -  generation: 1
    +  generation: 2
       labels:
         app: web
       name: web
    @@ -31,7 +31,7 @@
             app: web
         spec:
           containers:
    -      - image: nginx:1.26
    +      - image: nginx:1.27
             imagePullPolicy: IfNotPresent
             name: c
             ports:
    [exit code 1]
    $ kubectl apply -f web.yaml --dry-run=server
    deployment.apps/web configured (server dry run)
    $ kubectl apply -f web.yaml
    deployment.apps/web configured
    $ kubectl wait --for=jsonpath='{.status.observedGeneration}'=2 deployment/web
    deployment.apps/web condition met
    $ kubectl diff -f web.yaml
    $ kubectl apply view-last-applied deployment/web -o json
    {
      "apiVersion": "apps/v1",
      "kind": "Deployment",
      "metadata": {
        "annotations": {},
        "labels": {
          "app": "web"
        },
        "name": "web",
        "namespace": "create-apply-diff"
      },
      "spec": {
        "replicas": 3,
        "selector": {
          "matchLabels": {
            "app": "web"
          }
        },
        "template": {
          "metadata": {
            "labels": {
              "app": "web"
            }
          },
          "spec": {
            "containers": [
              {
                "image": "nginx:1.27",
                "name": "c",
                "ports": [
                  {
                    "containerPort": 80
                  }
                ]
              }
            ]
          }
        }
      }
    }
    $ kubectl get deployment web -o jsonpath='{.metadata.generation} {.status.observedGeneration}'
    2 2"
  `);
});

test('apply of an unchanged manifest writes nothing', async () => {
  // A rollout completes before its last old pod is deleted, which still changes the status.
  await session.quietly('rollout status deployment/web', 'wait --for=jsonpath={.status.terminatingReplicas}=0 deployment/web');
  const events = async () => (await lab.log({ object: 'deployments/web' })).length;
  const before = await events();
  expect(await session.type('apply -f web.yaml')).toBe('$ kubectl apply -f web.yaml\ndeployment.apps/web unchanged\n');
  expect(await events()).toBe(before);
});

test('apply of defaults, empty lists and empty maps changes nothing', async () => {
  session.write(
    'empty.yaml',
    `apiVersion: v1
kind: Pod
metadata: { name: e1, labels: {}, annotations: {}, finalizers: [] }
spec:
  nodeSelector: {}
  volumes: []
  containers:
  - { name: a, image: nginx, env: [], command: [], ports: [], resources: { limits: {} }, volumeMounts: [] }
---
apiVersion: v1
kind: ConfigMap
metadata: { name: e2 }
data: {}
---
apiVersion: v1
kind: Service
metadata: { name: e3 }
spec: { selector: {}, ports: [{ port: 80 }], externalIPs: [] }
`,
  );
  expect(
    await session.type(
      'apply -f empty.yaml',
      'apply -f empty.yaml',
      'diff -f empty.yaml',
      'get configmap e2 -o yaml',
      'get service e3 -o yaml',
      "get pod e1 -o jsonpath='{.metadata.labels}{.spec.nodeSelector}{.spec.containers[0].env}{.spec.containers[0].resources}'",
    ),
  ).toMatchInlineSnapshot(`
    "$ kubectl apply -f empty.yaml
    pod/e1 created
    configmap/e2 created
    service/e3 created
    $ kubectl apply -f empty.yaml
    pod/e1 configured
    configmap/e2 configured
    service/e3 configured
    $ kubectl diff -f empty.yaml
    $ kubectl get configmap e2 -o yaml
    apiVersion: v1
    kind: ConfigMap
    metadata:
      annotations:
        kubectl.kubernetes.io/last-applied-configuration: |
          {"apiVersion":"v1","data":{},"kind":"ConfigMap","metadata":{"annotations":{},"name":"e2","namespace":"create-apply-diff"}}
      creationTimestamp: "<time>"
      name: e2
      namespace: create-apply-diff
      resourceVersion: "<version>"
      uid: <uid>
    $ kubectl get service e3 -o yaml
    apiVersion: v1
    kind: Service
    metadata:
      annotations:
        kubectl.kubernetes.io/last-applied-configuration: |
          {"apiVersion":"v1","kind":"Service","metadata":{"annotations":{},"name":"e3","namespace":"create-apply-diff"},"spec":{"externalIPs":[],"ports":[{"port":80}],"selector":{}}}
      creationTimestamp: "<time>"
      name: e3
      namespace: create-apply-diff
      resourceVersion: "<version>"
      uid: <uid>
    spec:
      clusterIP: <cluster-ip>
      clusterIPs:
      - <cluster-ip>
      internalTrafficPolicy: Cluster
      ipFamilies:
      - IPv4
      ipFamilyPolicy: SingleStack
      ports:
      - port: 80
        protocol: TCP
        targetPort: 80
      sessionAffinity: None
      type: ClusterIP
    status:
      loadBalancer: {}
    $ kubectl get pod e1 -o jsonpath='{.metadata.labels}{.spec.nodeSelector}{.spec.containers[0].env}{.spec.containers[0].resources}'
    {}"
  `);
});

test('apply --prune deletes objects missing in the manifests', async () => {
  const map = (name: string) => `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: ${name}\n  labels: { set: pruned }\n`;
  session.write('set.yaml', `${map('one')}---\n${map('two')}`);
  await session.quietly('apply -f set.yaml');
  session.write('set.yaml', map('one'));
  expect(
    await session.type(
      'apply -f set.yaml --prune -l set=pruned --prune-allowlist=core/v1/ConfigMap',
      'get configmaps -l set=pruned -o name',
    ),
  ).toMatchInlineSnapshot(`
    "$ kubectl apply -f set.yaml --prune -l set=pruned --prune-allowlist=core/v1/ConfigMap
    configmap/one unchanged
    configmap/two pruned
    $ kubectl get configmaps -l set=pruned -o name
    configmap/one
    "
  `);
});
