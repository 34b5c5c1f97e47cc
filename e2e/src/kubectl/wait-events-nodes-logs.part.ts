import { beforeAll, expect, test } from 'vitest';
import { lab } from '../lab-of-spec.ts';
import { busyboxManifest } from './manifests.ts';
import { unordered } from './normalize.ts';
import { Session } from './session.ts';

let session: Session;
beforeAll(() => {
  session = Session.in(lab);
});

test('wait waits', async () => {
  await session.quietly('create deployment web --image=nginx:1.27');
  expect(
    await session.type(
      'wait --for=condition=Available deployment/web --timeout=60s',
      "wait --for=jsonpath='{.status.readyReplicas}'=1 deployment/web --timeout=60s",
      'wait --for=condition=Available deployment --all',
      'wait --for=condition=Available=False deployment/web --timeout=500ms',
      'wait --for=condition=Ready pod/nope --timeout=1s',
      'wait --for=delete pod/nope',
      'wait --for=create configmap/late --timeout=500ms',
      'wait --for=condition=Ready pod -l app=nope',
      'wait --for=nonsense pod/nope',
    ),
  ).toMatchInlineSnapshot(`
    "$ kubectl wait --for=condition=Available deployment/web --timeout=60s
    deployment.apps/web condition met
    $ kubectl wait --for=jsonpath='{.status.readyReplicas}'=1 deployment/web --timeout=60s
    deployment.apps/web condition met
    $ kubectl wait --for=condition=Available deployment --all
    deployment.apps/web condition met
    $ kubectl wait --for=condition=Available=False deployment/web --timeout=500ms
    error: timed out waiting for the condition on deployments/web
    [exit code 1]
    $ kubectl wait --for=condition=Ready pod/nope --timeout=1s
    Error from server (NotFound): pods "nope" not found
    [exit code 1]
    $ kubectl wait --for=delete pod/nope
    $ kubectl wait --for=create configmap/late --timeout=500ms
    error: timed out waiting for the condition
    [exit code 1]
    $ kubectl wait --for=condition=Ready pod -l app=nope
    error: no matching resources found
    [exit code 1]
    $ kubectl wait --for=nonsense pod/nope
    error: unrecognized condition: "nonsense"
    [exit code 1]
    "
  `);
});

test('wait sees creations and deletions', async () => {
  const created = session.type('wait --for=create configmap/late --timeout=60s');
  await session.quietly('create configmap late');
  expect(await created).toMatchInlineSnapshot(`
    "$ kubectl wait --for=create configmap/late --timeout=60s
    configmap/late condition met
    "
  `);
  session.write('slow.yaml', busyboxManifest('slow', 'trap "" TERM; sleep 1000'));
  await session.quietly('create -f slow.yaml', 'wait --for=condition=Ready pod/slow', 'delete pod slow --grace-period=5 --wait=false');
  expect(await session.type('wait --for=delete pod/slow --timeout=60s')).toMatchInlineSnapshot(`
    "$ kubectl wait --for=delete pod/slow --timeout=60s
    pod/slow condition met
    "
  `);
});

test('events lists events of an object', async () => {
  // An image that no other test has pulled to any node.
  // An image that no other part has left on a node.
  session.write('loop.yaml', busyboxManifest('once', 'exit 3', { image: 'busybox:1.35' }));
  await session.quietly('create -f loop.yaml', "wait --for=jsonpath='{.status.phase}'=Failed pod/once");
  await session.quietly(`run nowhere --image=nginx --overrides='{"spec":{"nodeSelector":{"disk":"none"}}}'`);
  await session.quietly('wait --for=condition=PodScheduled=False pod/nowhere');
  expect(
    unordered(
      await session.type(
        'events --for=pod/once',
        'events --for=pod/nowhere --types=Warning',
        'get events --field-selector involvedObject.name=once -o wide',
        'get events --field-selector involvedObject.name=nowhere',
        'events --for=pod/nope',
        'get pods once nowhere',
        'events --for=pod/once --no-headers -n kube-system',
      ),
    ),
  ).toMatchInlineSnapshot(`
    "$ kubectl events --for=pod/once
    LAST SEEN   TYPE     REASON      OBJECT     MESSAGE
    <age>   Normal   Created     Pod/once   Container created
    <age>   Normal   Pulled      Pod/once   Successfully pulled image "busybox:1.35" in <time> (<time> including waiting). Image size: 2223685 bytes.
    <age>   Normal   Pulling     Pod/once   Pulling image "busybox:1.35"
    <age>   Normal   Scheduled   Pod/once   Successfully assigned wait-events-nodes-logs/once to <node>
    <age>   Normal   Started     Pod/once   Container started
    $ kubectl events --for=pod/nowhere --types=Warning
    LAST SEEN   TYPE      REASON             OBJECT        MESSAGE
    <age>   Warning   FailedScheduling   Pod/nowhere   0/3 nodes are available: 3 node(s) didn't match Pod's node affinity/selector. no new claims to deallocate, preemption: 0/3 nodes are available: 3 Preemption is not helpful for scheduling.
    $ kubectl get events --field-selector involvedObject.name=once -o wide
    LAST SEEN   TYPE     REASON      OBJECT     SUBOBJECT               SOURCE                                           MESSAGE   FIRST SEEN   COUNT   NAME
    <age>   Normal   Created     pod/once   spec.containers{main}   kubelet, <node>                                  Container created   <age>   1       once.<nanoseconds>
    <age>   Normal   Pulled      pod/once   spec.containers{main}   kubelet, <node>                                  Successfully pulled image "busybox:1.35" in <time> (<time> including waiting). Image size: 2223685 bytes.   <age>   1       once.<nanoseconds>
    <age>   Normal   Pulling     pod/once   spec.containers{main}   kubelet, <node>                                  Pulling image "busybox:1.35"   <age>   1       once.<nanoseconds>
    <age>   Normal   Scheduled   pod/once                           default-scheduler, default-scheduler-klockwork   Successfully assigned wait-events-nodes-logs/once to <node>   <age>   1       once.<nanoseconds>
    <age>   Normal   Started     pod/once   spec.containers{main}   kubelet, <node>                                  Container started   <age>   1       once.<nanoseconds>
    $ kubectl get events --field-selector involvedObject.name=nowhere
    LAST SEEN   TYPE      REASON             OBJECT        MESSAGE
    <age>   Warning   FailedScheduling   pod/nowhere   0/3 nodes are available: 3 node(s) didn't match Pod's node affinity/selector. no new claims to deallocate, preemption: 0/3 nodes are available: 3 Preemption is not helpful for scheduling.
    $ kubectl events --for=pod/nope
    No events found in wait-events-nodes-logs namespace.
    $ kubectl get pods once nowhere
    NAME      READY   STATUS    RESTARTS   AGE
    nowhere   0/1     Pending   0   <age>
    once      0/1     Error     0   <age>
    $ kubectl events --for=pod/once --no-headers -n kube-system
    No events found in kube-system namespace.
    "
  `);
});

test('cordon and uncordon', async () => {
  expect(
    await session.type(
      'cordon node-2',
      'cordon node-2',
      'get nodes',
      "wait --for=jsonpath='{.spec.taints[0].key}'=node.kubernetes.io/unschedulable node/node-2",
      "get node node-2 -o jsonpath='{.spec.unschedulable}'",
      'uncordon node-2',
      'uncordon node-2',
      'cordon nope',
    ),
  ).toMatchInlineSnapshot(`
    "$ kubectl cordon node-2
    node/node-2 cordoned
    $ kubectl cordon node-2
    node/node-2 already cordoned
    $ kubectl get nodes
    NAME     STATUS                     ROLES    AGE   VERSION
    node-1   Ready                      <none>   <age>   v1.35.0
    node-2   Ready,SchedulingDisabled   <none>   <age>   v1.35.0
    node-3   Ready                      <none>   <age>   v1.35.0
    $ kubectl wait --for=jsonpath='{.spec.taints[0].key}'=node.kubernetes.io/unschedulable node/node-2
    node/node-2 condition met
    $ kubectl get node node-2 -o jsonpath='{.spec.unschedulable}'
    true$ kubectl uncordon node-2
    node/node-2 uncordoned
    $ kubectl uncordon node-2
    node/node-2 already uncordoned
    $ kubectl cordon nope
    Error from server (NotFound): nodes "nope" not found
    [exit code 1]
    "
  `);
});

test('taint', async () => {
  expect(
    await session.type(
      'taint node node-2 a=b:NoSchedule',
      'taint node node-2 a=b:NoSchedule',
      'taint node node-2 a=c:NoSchedule',
      'taint node node-2 a=c:NoSchedule --overwrite',
      "get node node-2 -o jsonpath='{.spec.taints}'",
      'taint node node-2 a:NoSchedule-',
      'taint node node-2 a-',
      'taint node node-2 a=b:Bad',
      'taint nodes --all x=y:PreferNoSchedule',
      'taint nodes --all x-',
    ),
  ).toMatchInlineSnapshot(`
    "$ kubectl taint node node-2 a=b:NoSchedule
    node/node-2 tainted
    $ kubectl taint node node-2 a=b:NoSchedule
    error: node node-2 already has a taint(s) with same effect(s) and --overwrite is false
    [exit code 1]
    $ kubectl taint node node-2 a=c:NoSchedule
    error: node node-2 already has a taint(s) with same effect(s) and --overwrite is false
    [exit code 1]
    $ kubectl taint node node-2 a=c:NoSchedule --overwrite
    node/node-2 modified
    $ kubectl get node node-2 -o jsonpath='{.spec.taints}'
    [{"effect":"NoSchedule","key":"a","value":"c"}]$ kubectl taint node node-2 a:NoSchedule-
    node/node-2 untainted
    $ kubectl taint node node-2 a-
    error: taint "a" not found
    [exit code 1]
    $ kubectl taint node node-2 a=b:Bad
    error: invalid taint effect: Bad, unsupported taint effect
    See 'kubectl taint -h' for help and examples
    [exit code 1]
    $ kubectl taint nodes --all x=y:PreferNoSchedule
    node/node-1 tainted
    node/node-2 tainted
    node/node-3 tainted
    $ kubectl taint nodes --all x-
    node/node-1 untainted
    node/node-2 untainted
    node/node-3 untainted
    "
  `);
});

test('logs', async () => {
  session.write(
    'two.yaml',
    `${busyboxManifest('talk', 'echo one; echo two; echo three')}  - { name: aside, image: busybox:1.36, command: [sh, -c, echo aside] }\n`,
  );
  session.write('again.yaml', busyboxManifest('again', 'echo run; sleep 1; exit 1', { restartPolicy: 'Always' }));
  session.write('late.yaml', busyboxManifest('late', 'for i in 1 2 3; do echo $i; sleep 0.5; done'));
  await session.quietly('create -f two.yaml -f again.yaml -f late.yaml');
  // A container id exists from the start on, whether the container still runs or not.
  await session.quietly("wait --for=jsonpath='{.status.containerStatuses[0].containerID}' pod/late");
  expect(await session.type('logs -f late')).toMatchInlineSnapshot(`
    "$ kubectl logs -f late
    1
    2
    3
    "
  `);
  await session.quietly(
    "wait --for=jsonpath='{.status.phase}'=Succeeded pod/talk",
    "wait --for=jsonpath='{.status.containerStatuses[0].lastState.terminated.exitCode}'=1 pod/again",
  );
  expect(
    await session.type(
      'logs talk',
      'logs talk -c aside',
      'logs talk --tail=1',
      'logs talk --timestamps',
      'logs talk --since=1h --limit-bytes=4',
      'logs talk -c nope',
      'logs talk --previous',
      'logs again --previous',
      'logs nope',
      'logs deployment/web --tail=1',
      'logs -l app=web --tail=1 --prefix',
      'logs nowhere',
    ),
  ).toMatchInlineSnapshot(`
    "$ kubectl logs talk
    one
    two
    three
    Defaulted container "main" out of: main, aside
    $ kubectl logs talk -c aside
    aside
    $ kubectl logs talk --tail=1
    three
    Defaulted container "main" out of: main, aside
    $ kubectl logs talk --timestamps
    <time> one
    <time> two
    <time> three
    Defaulted container "main" out of: main, aside
    $ kubectl logs talk --since=1h --limit-bytes=4
    one
    Defaulted container "main" out of: main, aside
    $ kubectl logs talk -c nope
    error: container nope is not valid for pod talk
    [exit code 1]
    $ kubectl logs talk --previous
    Defaulted container "main" out of: main, aside
    Error from server (BadRequest): previous terminated container "main" in pod "talk" not found
    [exit code 1]
    $ kubectl logs again --previous
    run
    $ kubectl logs nope
    error: error from server (NotFound): pods "nope" not found in namespace "wait-events-nodes-logs"
    [exit code 1]
    $ kubectl logs deployment/web --tail=1
    <time> [notice] 1#1: start worker process 29
    $ kubectl logs -l app=web --tail=1 --prefix
    [pod/web-766486c5b6-xxxxx/nginx] <time> [notice] 1#1: start worker process 29
    $ kubectl logs nowhere
    "
  `);
  expect(unordered(await session.type('logs talk --all-containers --prefix'), 0)).toMatchInlineSnapshot(`
    "$ kubectl logs talk --all-containers --prefix
    [pod/talk/aside] aside
    [pod/talk/main] one
    [pod/talk/main] three
    [pod/talk/main] two
    "
  `);
});
