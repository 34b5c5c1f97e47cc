import type { KubeObject, Pod } from '@klockwork/resources';
import { aNode, anEvent, aPod, aRunningPod } from '@klockwork/resources/testing';
import { expect, test } from 'vitest';
import { subjectWith, viewOf } from '../testing/view-of.ts';
import { diagnoseCreating } from './creating.ts';
import { diagnoseTerminating } from './terminating.ts';
import { diagnoseUnready } from './unready.ts';
import { diagnoseConfig, diagnoseImage } from './waiting.ts';

const bound = aPod({ spec: { nodeName: 'node-1', containers: [{ name: 'web', image: 'shop/web:1' }] } });
const status = { name: 'web', image: 'shop/web:1', imageID: '', ready: false, restartCount: 0 };
const waiting = (reason: string, message?: string): Pod => ({
  ...bound,
  status: { ...bound.status, containerStatuses: [{ ...status, state: { waiting: { reason, ...(message && { message }) } } }] },
});
const about = { kind: 'Pod', name: 'web', namespace: 'default', uid: bound.metadata?.uid ?? '' };
const lost = aNode({ status: { conditions: [{ type: 'Ready', status: 'Unknown' }] } });

test('a missing image is named, with its refusal and the command for a stand-in', () => {
  const message = 'rpc error: not found; to run it as a stand-in: npx klockwork images allow shop/web';
  expect(diagnoseImage(subjectWith([bound, waiting('ErrImagePull', message), waiting('ImagePullBackOff', message)]))).toEqual({
    statement: 'pods/default/web is in ImagePullBackOff: the image "shop/web:1" of container web is not there',
    findings: [{ text: 'rpc error: not found', revision: 12 }],
    remedies: [
      'correct the image of container web: kubectl edit pod web -n default',
      'run a stand-in: npx klockwork images allow shop/web',
    ],
    revision: 12,
  });
});

test("a controller's pod is corrected in its owner's template", () => {
  const pod = waiting('InvalidImageName', 'couldn\'t parse image name "A"');
  const owner = { apiVersion: 'apps/v1', kind: 'ReplicaSet', name: 'web-1', uid: 'u', controller: true };
  const answer = diagnoseImage(subjectWith([{ ...pod, metadata: { ...pod.metadata, ownerReferences: [owner] } }]));
  expect(answer?.remedies).toEqual([
    "correct the image of container web in the template of its owner ReplicaSet web-1, or of the owner's owner",
  ]);
});

test.each([
  ['configmap "app" not found', 'kubectl create configmap app -n default --from-literal=KEY=VALUE'],
  ['secret "app" not found', 'kubectl create secret generic app -n default --from-literal=KEY=VALUE'],
  ["couldn't find key mode in ConfigMap default/app", 'add the key mode to the ConfigMap'],
  ['container has runAsNonRoot and image will run as root', 'correct the spec: kubectl edit pod web -n default'],
])('a container that cannot be created for %s has its remedy', (message, remedy) => {
  expect(diagnoseConfig(subjectWith([bound, waiting('CreateContainerConfigError', message)]))).toEqual({
    statement: `pods/default/web is in CreateContainerConfigError: container web: ${message}`,
    findings: [{ text: 'the kubelet tries again at each sync of the pod', revision: 12 }],
    remedies: [remedy],
    revision: 12,
  });
});

test('a pod with an unmountable volume names the volume and the missing object', () => {
  const failed = (message: string, revision: string) =>
    anEvent({
      metadata: { name: `web.${revision}`, resourceVersion: revision },
      reason: 'FailedMount',
      message,
      count: 3,
      involvedObject: about,
    });
  const mount = failed('MountVolume.SetUp failed for volume "d" : configmap "app" not found', '8');
  const summary = failed('Unable to attach or mount volumes: unmounted volumes=[d]', '9');
  expect(diagnoseCreating(subjectWith([aPod(), waiting('ContainerCreating')]), viewOf(aNode(), mount, summary))).toEqual({
    statement: 'pods/default/web is in ContainerCreating: MountVolume.SetUp failed for volume "d" : configmap "app" not found',
    findings: [
      { text: 'FailedMount, 3 times: MountVolume.SetUp failed for volume "d" : configmap "app" not found', revision: 8 },
      { text: 'FailedMount, 3 times: Unable to attach or mount volumes: unmounted volumes=[d]', revision: 9 },
    ],
    remedies: ['kubectl create configmap app -n default --from-literal=KEY=VALUE'],
    revision: 12,
  });
});

test('an init container that runs on holds the others', () => {
  const running = { ...status, name: 'init', state: { running: { startedAt: '2026-01-01T11:00:00Z' } } };
  const pod = waiting('PodInitializing');
  const held = { ...pod, status: { ...pod.status, initContainerStatuses: [running] } };
  expect(diagnoseCreating(subjectWith([bound, held]), viewOf(aNode()))).toEqual({
    statement: 'pods/default/web is Pending: init container init has not ended (1 of 1)',
    findings: [{ text: 'it runs since 2026-01-01T11:00:00Z; the other containers wait for it', revision: 12 }],
    remedies: ['kubectl logs web -n default -c init'],
    revision: 12,
  });
});

test.each([
  ['is not Ready', [lost], ['klockwork start-node node-1']],
  ['no longer exists', [], []],
])('a pod bound to a node that %s waits for its kubelet', (words, objects, remedies) => {
  const answer = diagnoseCreating(subjectWith([bound], { type: 'PodBound' }), viewOf(...objects));
  expect(answer).toMatchObject({ statement: `pods/default/web is Pending: its node node-1 ${words}`, remedies, revision: 11 });
});

test('a pod about to start needs no explanation', () => {
  expect(diagnoseCreating(subjectWith([waiting('ContainerCreating')]), viewOf(aNode()))).toBeUndefined();
});

function unreadyPod(message: string, ready = false): Pod {
  const pod = aRunningPod('node-1', {
    spec: { containers: [{ name: 'web', image: 'nginx', readinessProbe: { httpGet: { port: 80, path: '/ok' } } }] },
  });
  const conditions = [{ type: 'Ready', status: 'False', reason: 'ContainersNotReady', message }];
  const [first] = pod.status?.containerStatuses ?? [];
  return { ...pod, status: { ...pod.status, conditions, containerStatuses: first === undefined ? [] : [{ ...first, ready }] } };
}

test('a pod with a failed readiness probe names the probe and its message', () => {
  const unhealthy = anEvent({
    metadata: { resourceVersion: '9' },
    reason: 'Unhealthy',
    message: 'Readiness probe failed: HTTP probe failed with statuscode: 404',
    involvedObject: { ...about, fieldPath: 'spec.containers{web}' },
  });
  const message = 'containers with unready status: [web]';
  expect(diagnoseUnready(subjectWith([aRunningPod('node-1'), unreadyPod(message)]), viewOf(aNode(), unhealthy))).toEqual({
    statement: `pods/default/web is not Ready: ${message}`,
    findings: [
      { text: 'container web runs and is not ready' },
      {
        text: 'Readiness probe failed: HTTP probe failed with statuscode: 404 (http-get port 80 path /ok, every 10s, given up after 3 failures in a row)',
        revision: 9,
      },
    ],
    remedies: ['kubectl logs web -n default -c web; correct the program or the probe'],
    revision: 12,
  });
});

test('a pod with a readiness gate waits for the condition of its controller', () => {
  const pod = unreadyPod('corresponding condition of pod readiness gate "example.com/lb" does not exist.', true);
  const gated = { ...pod, spec: { containers: [], ...pod.spec, readinessGates: [{ conditionType: 'example.com/lb' }] } };
  expect(diagnoseUnready(subjectWith([gated]), viewOf(aNode()))?.remedies).toEqual([
    "the controller of the readiness gate sets condition example.com/lb to True in the pod's status",
  ]);
});

test('a pod on a lost node is not Ready for that reason', () => {
  expect(diagnoseUnready(subjectWith([unreadyPod('')]), viewOf(lost))?.statement).toBe(
    'pods/default/web is not Ready: its node node-1 is not Ready or gone',
  );
});

const marked = (pod: Pod, finalizers?: string[]): Pod => ({
  ...pod,
  metadata: {
    ...pod.metadata,
    deletionTimestamp: '2026-01-01T12:00:20Z',
    deletionGracePeriodSeconds: 30,
    ...(finalizers && { finalizers }),
  },
});
const FORCE = 'kubectl delete pod web -n default --force --grace-period=0';
const PATCH = `kubectl patch pod web -n default --type merge -p '{"metadata":{"finalizers":null}}'`;

test.each<[string, Pod, KubeObject[], string, string[]]>([
  [
    'its program ends',
    marked(aRunningPod('node-1')),
    [aNode()],
    'its containers have not ended yet',
    ['wait for the end of the grace period', FORCE],
  ],
  [
    'its node is back',
    marked(aRunningPod('node-1')),
    [lost],
    'its node node-1 is not Ready, and no kubelet confirms that its containers ended',
    ['klockwork start-node node-1', FORCE],
  ],
  [
    'its finalizers are gone',
    marked(aPod({ status: { phase: 'Failed' } }), ['example.com/a']),
    [],
    'finalizers hold it: example.com/a',
    [`the controller of a finalizer removes it; by hand: ${PATCH}`],
  ],
])('a pod is Terminating until %s', (_, pod, objects, reason, remedies) => {
  expect(diagnoseTerminating(subjectWith([aPod(), pod]), viewOf(...objects))).toEqual({
    statement: `pods/default/web is Terminating: ${reason}`,
    findings: [
      { text: 'it was marked for deletion at 11:59:00 by kubectl', revision: 12 },
      { text: 'the grace period is 30s, until 12:00:20: 20s are left' },
    ],
    remedies,
    revision: 12,
  });
});
