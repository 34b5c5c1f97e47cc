import { beforeAll, expect, test } from 'vitest';
import { lab } from '../lab-of-spec.ts';
import { busyboxManifest } from './manifests.ts';
import { Session } from './session.ts';

let session: Session;
beforeAll(() => {
  session = Session.in(lab);
});

test('run creates a pod, expose a Service for that pod', async () => {
  expect(
    await session.type(
      'run web --image=nginx:1.27 --port=80 --labels=app=web --env=COLOR=blue',
      'run web --image=nginx:1.27',
      'run once --image=busybox:1.36 --restart=Never -- true',
      'run both --image=nginx:1.27 --port=80 --expose',
      'wait --for=condition=Ready pod/web pod/both --timeout=60s',
      "wait --for=jsonpath='{.status.phase}'=Succeeded pod/once --timeout=60s",
      'get pods',
      'expose pod web --port=80 --target-port=8080 --name=front',
      'expose pod web --port=80 --name=front',
      'expose pod web --port=80 --type=NodePort --name=outside',
      'expose pod once',
      'get services',
      'describe service outside',
      'run Bad --image=nginx',
      'run noimage --image=',
    ),
  ).toMatchInlineSnapshot(`
    "$ kubectl run web --image=nginx:1.27 --port=80 --labels=app=web --env=COLOR=blue
    pod/web created
    $ kubectl run web --image=nginx:1.27
    Error from server (AlreadyExists): pods "web" already exists
    [exit code 1]
    $ kubectl run once --image=busybox:1.36 --restart=Never -- true
    pod/once created
    $ kubectl run both --image=nginx:1.27 --port=80 --expose
    service/both created
    pod/both created
    $ kubectl wait --for=condition=Ready pod/web pod/both --timeout=60s
    pod/web condition met
    pod/both condition met
    $ kubectl wait --for=jsonpath='{.status.phase}'=Succeeded pod/once --timeout=60s
    pod/once condition met
    $ kubectl get pods
    NAME   READY   STATUS      RESTARTS   AGE
    both   1/1     Running     0   <age>
    once   0/1     Completed   0   <age>
    web    1/1     Running     0   <age>
    $ kubectl expose pod web --port=80 --target-port=8080 --name=front
    service/front exposed
    $ kubectl expose pod web --port=80 --name=front
    Error from server (AlreadyExists): services "front" already exists
    [exit code 1]
    $ kubectl expose pod web --port=80 --type=NodePort --name=outside
    service/outside exposed
    $ kubectl expose pod once
    error: couldn't find port via --port flag or introspection
    [exit code 1]
    $ kubectl get services
    NAME      TYPE        CLUSTER-IP   EXTERNAL-IP   PORT(S)   AGE
    both      ClusterIP   <cluster-ip>   <none>        80/TCP   <age>
    front     ClusterIP   <cluster-ip>   <none>        80/TCP   <age>
    outside   NodePort    <cluster-ip>   <none>        80:<node-port>/TCP   <age>
    $ kubectl describe service outside
    Name:                     outside
    Namespace:                run-expose-delete
    Labels:                   app=web
    Annotations:              <none>
    Selector:                 app=web
    Type:                     NodePort
    IP Family Policy:         SingleStack
    IP Families:              IPv4
    IP:                       <cluster-ip>
    IPs:                      <cluster-ip>
    Port:                     <unset>  80/TCP
    TargetPort:               80/TCP
    NodePort:                 <unset>  <node-port>/TCP
    Endpoints:                <pod-ip>:80
    Session Affinity:         None
    External Traffic Policy:  Cluster
    Internal Traffic Policy:  Cluster
    Events:                   <none>
    $ kubectl run Bad --image=nginx
    The Pod "Bad" is invalid:
    * metadata.name: Invalid value: "Bad": a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')
    * spec.containers[0].name: Invalid value: "Bad": a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')
    [exit code 1]
    $ kubectl run noimage --image=
    error: --image is required
    [exit code 1]
    "
  `);
});

test('delete of one and of many', async () => {
  expect(
    await session.type(
      'delete pod web --grace-period=1',
      'delete pod both --now',
      'delete pod once --force --grace-period=0',
      'delete pod once',
      'delete pod once --ignore-not-found',
      'delete service front outside --dry-run=server',
      'delete service front --dry-run=client',
      'delete service -l app=web',
      'delete pod',
      'delete foo x',
      'delete namespace default',
      'delete services both nope',
      'get pods',
    ),
  ).toMatchInlineSnapshot(`
    "$ kubectl delete pod web --grace-period=1
    pod "web" deleted from run-expose-delete namespace
    $ kubectl delete pod both --now
    pod "both" deleted from run-expose-delete namespace
    $ kubectl delete pod once --force --grace-period=0
    pod "once" force deleted from run-expose-delete namespace
    Warning: Immediate deletion does not wait for confirmation that the running resource has been terminated. The resource may continue to run on the cluster indefinitely.
    $ kubectl delete pod once
    Error from server (NotFound): pods "once" not found
    [exit code 1]
    $ kubectl delete pod once --ignore-not-found
    $ kubectl delete service front outside --dry-run=server
    service "front" deleted from run-expose-delete namespace (server dry run)
    service "outside" deleted from run-expose-delete namespace (server dry run)
    $ kubectl delete service front --dry-run=client
    service "front" deleted from run-expose-delete namespace (dry run)
    $ kubectl delete service -l app=web
    service "front" deleted from run-expose-delete namespace
    service "outside" deleted from run-expose-delete namespace
    $ kubectl delete pod
    error: resource(s) were provided, but no name was specified
    [exit code 1]
    $ kubectl delete foo x
    error: the server doesn't have a resource type "foo"
    [exit code 1]
    $ kubectl delete namespace default
    Error from server (Forbidden): namespaces "default" is forbidden: this namespace may not be deleted
    [exit code 1]
    $ kubectl delete services both nope
    service "both" deleted from run-expose-delete namespace
    Error from server (NotFound): services "nope" not found
    [exit code 1]
    $ kubectl get pods
    No resources found in run-expose-delete namespace.
    "
  `);
});

test('a deleted pod shows Terminating until its grace period ends', async () => {
  // An image that no other part has left on a node.
  session.write('slow.yaml', busyboxManifest('slow', 'trap "" TERM; sleep 1000', { image: 'busybox:1.37' }));
  session.write('quick.yaml', busyboxManifest('quick', 'trap "exit 0" TERM; while true; do sleep 1; done'));
  await session.quietly('create -f slow.yaml -f quick.yaml', 'wait --for=condition=Ready pod/slow pod/quick');
  expect(
    await session.type(
      'delete pod slow --grace-period=30 --wait=false',
      'get pod slow',
      'describe pod slow',
      'delete pod slow --grace-period=1 --timeout=60s',
      'get pod slow',
      'delete -f quick.yaml --timeout=60s',
    ),
  ).toMatchInlineSnapshot(`
    "$ kubectl delete pod slow --grace-period=30 --wait=false
    pod "slow" deleted from run-expose-delete namespace
    $ kubectl get pod slow
    NAME   READY   STATUS        RESTARTS   AGE
    slow   1/1     Terminating   0   <age>
    $ kubectl describe pod slow
    Name:                      slow
    Namespace:                 run-expose-delete
    Priority:                  0
    Service Account:           default
    Node:                      <node>
    Start Time:                <date>
    Labels:                    <none>
    Annotations:               <none>
    Status:                    Terminating (lasts <invalid>)
    Termination Grace Period:   <age>
    IP:                        <pod-ip>
    IPs:
      IP:  <pod-ip>
    Containers:
      main:
        Container ID:  containerd://<id>
        Image:         busybox:1.37
        Image ID:      docker.io/library/busybox@sha256:<digest>
        Port:          <none>
        Host Port:     <none>
        Command:
          sh
          -c
          trap "" TERM; sleep 1000
        State:          Running
          Started:      <date>
        Ready:          True
        Restart Count:  0
        Environment:    <none>
        Mounts:
          /var/run/secrets/kubernetes.io/serviceaccount from kube-api-access-xxxxx (ro)
    Conditions:
      Type                        Status
      PodReadyToStartContainers   True
      Initialized                 True
      Ready                       True
      ContainersReady             True
      PodScheduled                True
    Volumes:
      kube-api-access-xxxxx:
        Type:                    Projected (a volume that contains injected data from multiple sources)
        TokenExpirationSeconds:  3607
        ConfigMapName:           kube-root-ca.crt
        Optional:                false
        DownwardAPI:             true
    QoS Class:                   BestEffort
    Node-Selectors:              <none>
    Tolerations:                 node.kubernetes.io/not-ready:NoExecute op=Exists for 300s
                                 node.kubernetes.io/unreachable:NoExecute op=Exists for 300s
    Events:
      Type    Reason     Age   From               Message
      ----    ------     ----  ----               -------
      Normal  Scheduled   <age>   default-scheduler  Successfully assigned run-expose-delete/slow to <node>
      Normal  Pulling   <age>   kubelet            spec.containers{main}: Pulling image "busybox:1.37"
      Normal  Pulled   <age>   kubelet            spec.containers{main}: Successfully pulled image "busybox:1.37" in <time> (<time> including waiting). Image size: 2223685 bytes.
      Normal  Created   <age>   kubelet            spec.containers{main}: Container created
      Normal  Started   <age>   kubelet            spec.containers{main}: Container started
      Normal  Killing   <age>   kubelet            spec.containers{main}: Stopping container main
    $ kubectl delete pod slow --grace-period=1 --timeout=60s
    pod "slow" deleted from run-expose-delete namespace
    $ kubectl get pod slow
    Error from server (NotFound): pods "slow" not found
    [exit code 1]
    $ kubectl delete -f quick.yaml --timeout=60s
    pod "quick" deleted from run-expose-delete namespace
    "
  `);
});

test('delete removes or orphans dependents', async () => {
  await session.quietly(
    'create deployment one --image=nginx',
    'create deployment two --image=nginx',
    'create deployment three --image=nginx',
  );
  await session.quietly('rollout status deployment/one', 'rollout status deployment/two', 'rollout status deployment/three');
  expect(
    await session.type(
      'delete deployment one --cascade=orphan',
      'get replicasets,pods -l app=one',
      'delete replicasets -l app=one --cascade=foreground',
      'get replicasets,pods -l app=one',
      'delete deployment two',
    ),
  ).toMatchInlineSnapshot(`
    "$ kubectl delete deployment one --cascade=orphan
    deployment.apps "one" deleted from run-expose-delete namespace
    $ kubectl get replicasets,pods -l app=one
    NAME                            DESIRED   CURRENT   READY   AGE
    replicaset.apps/one-94b8cc964   1         1         1   <age>

    NAME                      READY   STATUS    RESTARTS   AGE
    pod/one-94b8cc964-xxxxx   1/1     Running   0   <age>
    $ kubectl delete replicasets -l app=one --cascade=foreground
    replicaset.apps "one-94b8cc964" deleted from run-expose-delete namespace
    $ kubectl get replicasets,pods -l app=one
    No resources found in run-expose-delete namespace.
    $ kubectl delete deployment two
    deployment.apps "two" deleted from run-expose-delete namespace
    "
  `);
  // Prints only objects that still exist at that time.
  await session.quietly('wait --for=delete pods,replicasets -l app=two --timeout=60s');
  expect(
    await session.type('get replicasets,pods -l app=two', 'delete deployments --all --cascade=foreground', 'get all -l app=three'),
  ).toMatchInlineSnapshot(`
    "$ kubectl get replicasets,pods -l app=two
    No resources found in run-expose-delete namespace.
    $ kubectl delete deployments --all --cascade=foreground
    deployment.apps "three" deleted from run-expose-delete namespace
    $ kubectl get all -l app=three
    No resources found in run-expose-delete namespace.
    "
  `);
});

test('delete of a namespace removes all its objects', async () => {
  await session.quietly('create namespace shop', 'create configmap c -n shop', 'create deployment d --image=nginx -n shop');
  expect(
    await session.type('delete namespace shop', 'get namespace shop', 'get all,configmaps -n shop', 'create configmap c -n shop'),
  ).toMatchInlineSnapshot(`
    "$ kubectl delete namespace shop
    namespace "shop" deleted
    $ kubectl get namespace shop
    Error from server (NotFound): namespaces "shop" not found
    [exit code 1]
    $ kubectl get all,configmaps -n shop
    No resources found in shop namespace.
    $ kubectl create configmap c -n shop
    error: failed to create configmap: namespaces "shop" not found
    [exit code 1]
    "
  `);
});
