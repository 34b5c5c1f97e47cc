import { type Why, whyText } from '@klockwork/event-store';
import { normalizedWhy } from '@klockwork/event-store/testing';
import { type Job, type Namespace, type Node, type Pod, resources } from '@klockwork/resources';
import { describe, expect, test } from 'vitest';
import { nodesReady } from './observation/nodes-ready.ts';
import { runScenario } from './run-scenario.ts';
import { webDeployment, webIs, webPods } from './scenarios/web-deployment.ts';
import type { Script } from './script.ts';
import { hostTurn } from './testing/host-turn.ts';

const MINUTE = 60_000;
const ONE = { image: 'nginx:1.27', replicas: 1 };
const NODES = ['node-1', 'node-2'];

/** Runs a script on a cluster of two nodes; returns the last answer as text. */
async function played(run: (script: Script) => Promise<Why>): Promise<string[]> {
  let told: Why | undefined;
  const scenario = {
    ...{ name: 'why', description: 'a question', nodes: NODES, waives: ['rollout-keeps-available'] },
    run: async (script: Script) => {
      told = await run(script);
    },
  };
  await runScenario({ scenario, seed: 1, nextTurn: hostTurn });
  return told === undefined ? [] : normalizedWhy(whyText(told));
}

async function deployed(script: Script): Promise<Pod> {
  await script.apply(webDeployment(ONE));
  await script.waitUntil('a replica', (objects) => webIs(objects, ONE), MINUTE);
  return webPods(script.objects)[0] as Pod;
}

const whyPod = (script: Script, pod: Pod | undefined, more = '') =>
  script.why(`object=pods/${pod?.metadata?.namespace}/${pod?.metadata?.name}${more}`);

describe('why', () => {
  test("a pod's chain leads back to the author of its Deployment", async () => {
    expect(await played(async (script) => whyPod(script, await deployed(script)))).toEqual([
      'pods/default/web-~1-~2 was created:',
      '  #1 replicaset-controller PodCreated pods/default/web-~1-~2 owner=ReplicaSet/web-~1 because of #2',
      '  #2 deployment-controller ReplicaSetCreated replicasets/default/web-~1 because of #3',
      '  #3 klockwork DeploymentCreated deployments/default/web on request: apply',
      'pods/default/web-~1-~2 was scheduled to node-1: drawn from 2 of 2 feasible nodes with equal scores, with a total of 597',
      '  score of weight node-1 node-2',
      '  TaintToleration 3 100 100',
      '  NodeResourcesFit 1 97 97',
      '  PodTopologySpread 2 100 100',
      '  total 597 597',
      '  recorded by the scheduler at the decision (#4)',
      '  What led to it:',
      '    #4 kube-scheduler PodBound pods/default/web-~1-~2 node=node-1 because of #1',
    ]);
  });

  test("a replacement's chain leads back to the last lease of the dead node, and to the fault", async () => {
    const told = await played(async (script) => {
      const lost = await deployed(script);
      const node = lost.spec?.nodeName ?? '';
      await script.pass(30_000);
      script.crash(node);
      await script.waitUntil('another pod', (objects) => webPods(objects).some((pod) => pod.spec?.nodeName !== node), 7 * MINUTE);
      return whyPod(script, webPods(script.objects).at(-1));
    });
    expect(told).toEqual([
      'pods/default/web-~1-~2 was created:',
      '  #1 replicaset-controller PodCreated pods/default/web-~1-~2 owner=ReplicaSet/web-~1 because of #2',
      '  #2 taint-eviction-controller PodDeletionRequested pods/default/web-~1-~3 graceSeconds=30 because the timer taint-eviction fired, set at #3',
      '  #3 node-controller NodeTainted nodes/node-1 because of #4',
      '  #4 node-controller NodeBecameNotReady nodes/node-1 status=Unknown reason=NodeStatusUnknown because the timer node-monitor-grace-period fired, set at #5',
      '    and because:',
      '      #6 klockwork EventReported events/default/node-1.~4 reason=PowerLost object=Node/node-1 count=1 because of a fault: SIGKILL node-1',
      '  #5 node-1 LeaseRenewed leases/kube-node-lease/node-1 holder=node-1 (the last that was heard of node-1) because the timer node-lease-renew fired, set at #7',
      '  #7 node-1 NodeBecameReady nodes/node-1 status=True reason=KubeletReady because kubelet started',
      'pods/default/web-~1-~2 was scheduled to node-2: the only feasible one of 2 nodes',
      '  refused by 1 node: node(s) had untolerated taint(s)',
      '  recorded by the scheduler at the decision (#8)',
      '  What led to it:',
      '    #8 kube-scheduler PodBound pods/default/web-~1-~2 node=node-2 because of #1',
    ]);
  });

  test('a node is not ready', async () => {
    const told = await played(async (script) => {
      script.crash('node-2');
      await script.waitUntil('node-2 to be missed', (objects) => !nodesReady(objects, ['node-2']), 2 * MINUTE);
      return script.why('object=nodes/node-2');
    });
    expect(told).toEqual([
      'nodes/node-2 is NotReady:',
      '  #1 node-controller NodeBecameNotReady nodes/node-2 status=Unknown reason=NodeStatusUnknown because the timer node-monitor-grace-period fired, set at #2',
      '    and because:',
      '      #3 klockwork EventReported events/default/node-2.~1 reason=PowerLost object=Node/node-2 count=1 because of a fault: SIGKILL node-2',
      '  #2 node-2 LeaseCreated leases/kube-node-lease/node-2 (the last that was heard of node-2) because kubelet started',
      'nodes/node-2 was created:',
      '  #4 node-2 NodeRegistered nodes/node-2 because kubelet started',
    ]);
  });

  test("an unschedulable pod's binding names the event that freed room, and its creator", async () => {
    const told = await played(async (script) => {
      await script.apply<Pod>({
        apiVersion: 'v1',
        kind: 'Pod',
        metadata: { name: 'picky', namespace: 'default' },
        spec: { nodeSelector: { disk: 'fast' }, containers: [{ name: 'main', image: 'nginx:1.27' }] },
      });
      await script.pass(20_000);
      await script.apply<Node>({ apiVersion: 'v1', kind: 'Node', metadata: { name: 'node-2', labels: { disk: 'fast' } } });
      const bound = () => script.objects.get<Pod>(resources.pods, { namespace: 'default', name: 'picky' });
      await script.waitUntil('it to run', () => bound()?.status?.phase === 'Running', MINUTE);
      return script.why(`revision=${bound()?.metadata?.resourceVersion}`);
    });
    expect(told).toEqual([
      'PodStatusReported pods/default/picky:',
      '  #1 node-2 PodStatusReported pods/default/picky phase=Running ready=true restarts=0 because container main was started, led to by #2',
      '  #2 kube-scheduler PodBound pods/default/picky node=node-2 because of #3',
      '    and because:',
      "      #4 kube-scheduler PodUnschedulable pods/default/picky reason=Unschedulable message=0/2 nodes are available: 2 node(s) didn't match Po… because of #5",
      '      #5 klockwork PodCreated pods/default/picky on request: apply',
      '  #3 klockwork NodeUpdated nodes/node-2 on request: apply',
    ]);
  });

  test('a container was started for the third time: back along exits and back-offs to who ran it', async () => {
    const told = await played(async (script) => {
      await script.apply<Pod>({
        apiVersion: 'v1',
        kind: 'Pod',
        metadata: { name: 'crash', namespace: 'default' },
        spec: { containers: [{ name: 'main', image: 'busybox:1.36', command: ['sh', '-c', 'sleep 1; exit 3'] }] },
      });
      await script.pass(3 * MINUTE);
      return script.why('object=pods/crash&restart=3');
    });
    expect(told).toEqual([
      'pods/default/crash restarted for the 3rd time',
      '  container main exited with code 3 (Error)',
      '  container main ended at 2026-01-01T00:00:15Z, after 1s (#1)',
      '  What led to it:',
      '    #2 node-1 PodStatusReported pods/default/crash phase=Running ready=true restarts=3 because container main was started, when the timer crash-loop-back-off fired, set at #1',
      '    #1 node-1 PodStatusReported pods/default/crash phase=Running ready=false restarts=2 because container main exited with code 3, led to by #3',
      '    #3 node-1 PodStatusReported pods/default/crash phase=Running ready=true restarts=2 because container main was started, when the timer crash-loop-back-off fired, set at #4',
      '    #4 node-1 PodStatusReported pods/default/crash phase=Running ready=false restarts=1 because container main exited with code 3, led to by #5',
      '    #5 node-1 PodStatusReported pods/default/crash phase=Running ready=true restarts=1 because container main was started, after it had exited with code 3, led to by #6',
      '    #6 node-1 PodStatusReported pods/default/crash phase=Running ready=true restarts=0 because container main was started, led to by #7',
      '    #7 kube-scheduler PodBound pods/default/crash node=node-1 because of #8',
      '    #8 klockwork PodCreated pods/default/crash on request: apply',
    ]);
  });

  test('a pod was deleted with its namespace', async () => {
    const told = await played(async (script) => {
      await script.apply<Namespace>({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } });
      await script.pass(1_000);
      const pod: Pod = {
        apiVersion: 'v1',
        kind: 'Pod',
        metadata: { name: 'till', namespace: 'shop' },
        spec: { containers: [{ name: 'till', image: 'nginx:1.27' }] },
      };
      await script.apply(pod);
      await script.pass(MINUTE);
      await script.delete(resources.namespaces, { name: 'shop' });
      await script.waitUntil('it to be gone', (objects) => objects.get(resources.namespaces, { name: 'shop' }) === undefined, MINUTE);
      return whyPod(script, pod);
    });
    expect(told).toEqual([
      'pods/shop/till was deleted:',
      '  #1 node-1 PodDeleted pods/shop/till phase=Succeeded node=node-1 because of #2',
      '  #2 node-1 PodStatusReported pods/shop/till phase=Succeeded ready=false restarts=0 because the sandbox was stopped, led to by #3',
      '  #3 namespace-controller PodDeletionRequested pods/shop/till graceSeconds=30 because of #4',
      '  #4 klockwork NamespaceTerminating namespaces/shop on request: delete',
      'pods/shop/till was created:',
      '  #5 klockwork PodCreated pods/shop/till on request: apply',
    ]);
  });

  test("a pod's chain after a rollback names the rollback", async () => {
    const told = await played(async (script) => {
      await deployed(script);
      await script.apply(webDeployment({ ...ONE, image: 'nginx:1.28' }));
      await script.waitUntil('the new image', (objects) => webIs(objects, { ...ONE, image: 'nginx:1.28' }), 2 * MINUTE);
      await script.apply(webDeployment(ONE));
      await script.waitUntil('the old image again', (objects) => webIs(objects, ONE), 2 * MINUTE);
      return whyPod(script, webPods(script.objects)[0]);
    });
    expect(told).toEqual([
      'pods/default/web-~1-~2 was created:',
      '  #1 replicaset-controller PodCreated pods/default/web-~1-~2 owner=ReplicaSet/web-~1 because of #2',
      '  #2 deployment-controller ReplicaSetScaled replicasets/default/web-~1 from=0 to=1 because of #3; also after #4',
      '  #3 deployment-controller DeploymentStatusReported deployments/default/web replicas=1 updated=0 ready=1 available=1 because of #5',
      '  #5 klockwork DeploymentTemplateChanged deployments/default/web on request: apply',
      'pods/default/web-~1-~2 was scheduled to node-1: the best of 2 feasible nodes, with a total of 597',
      '  score of weight node-1 node-2',
      '  TaintToleration 3 100 100',
      '  NodeResourcesFit 1 97 95',
      '  PodTopologySpread 2 100 100',
      '  total 597 595',
      '  recorded by the scheduler at the decision (#6)',
      '  What led to it:',
      '    #6 kube-scheduler PodBound pods/default/web-~1-~2 node=node-1 because of #1',
    ]);
  });

  test('a pod is Pending: by the verdict on each node, with what would help', async () => {
    const told = await played(async (script) => {
      await script.apply<Node>({ apiVersion: 'v1', kind: 'Node', metadata: { name: 'node-2' }, spec: { unschedulable: true } });
      await script.apply<Pod>({
        apiVersion: 'v1',
        kind: 'Pod',
        metadata: { name: 'big', namespace: 'default' },
        spec: { containers: [{ name: 'main', image: 'nginx:1.27', resources: { requests: { cpu: '64' } } }] },
      });
      await script.pass(5_000);
      return script.why('object=pod/big');
    });
    expect(told).toEqual([
      'pods/default/big is Pending: it needs 64 cpu, and the most that is free is 4 on node-1',
      '  node-1: Insufficient cpu: 64 cpu requested, 4 of 4 free',
      '  node-2: node(s) were unschedulable: the node is cordoned',
      '  the scheduler: 0/2 nodes are available: 1 Insufficient cpu, 1 node(s) were unschedulable. no new claims to deallocate, preemption: 0/2 nodes are available: 2 Preemption is not helpful for scheduling. (#1)',
      '  What would help:',
      '    - request at most 4 cpu, or start a lab with larger nodes: klockwork up --node-cpu N',
      '    - kubectl uncordon node-2',
      '  What led to it:',
      '    #1 kube-scheduler PodUnschedulable pods/default/big reason=Unschedulable message=0/2 nodes are available: 1 Insufficient cpu, 1 nod… because of #2',
      '    #2 klockwork PodCreated pods/default/big on request: apply',
    ]);
  });

  test('a Job failed: by its limit, and by how each of its pods ended', async () => {
    const told = await played(async (script) => {
      await script.apply<Job>({
        apiVersion: 'batch/v1',
        kind: 'Job',
        metadata: { name: 'once', namespace: 'default' },
        spec: {
          backoffLimit: 0,
          template: {
            spec: { restartPolicy: 'Never', containers: [{ name: 'main', image: 'busybox:1.36', command: ['sh', '-c', 'exit 7'] }] },
          },
        },
      });
      await script.pass(MINUTE);
      return script.why('object=job/once');
    });
    expect(told.slice(0, 8)).toEqual([
      'jobs/default/once failed: BackoffLimitExceeded: Job has reached the specified backoff limit',
      '  backoffLimit is 0, and 1 pod failed (#1)',
      '  pods/default/once-~1 failed: container main exited with code 7 (Error)',
      expect.stringMatching(/^ {4}container main ended at \S+, after 0s \(#2\)$/),
      '    What would help:',
      '      - kubectl logs once-~1 -n default -c main',
      '  What would help:',
      '    - correct the cause, then create the Job again: kubectl replace --force -f FILE',
    ]);
    expect(told.at(-1)).toMatch(/^ {4}#\d+ klockwork JobCreated jobs\/default\/once on request: apply$/);
  });
});
