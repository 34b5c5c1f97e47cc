import { type EndpointSlice, type Endpoints, type Pod, podReady, resources, type Service } from '@klockwork/resources';
import type { ObservedCluster } from '../observation/observed-cluster.ts';
import type { Scenario } from '../scenario.ts';
import type { Script } from '../script.ts';
import { webDeployment, webPods } from './web-deployment.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;

/** Ready for 70 s, not ready for 30 s, and so on. */
const MOODY = 'while true; do touch /tmp/ready; sleep 70; rm /tmp/ready; sleep 30; done';
/** Waits for a Service's name, as in the documentation of init containers. */
const WAITING = 'until nslookup late; do echo waiting; sleep 2; done';

function service(name: string, spec: object = {}): Service {
  const ports = [{ port: 80, protocol: 'TCP', targetPort: 8080 }];
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name, namespace: 'default' },
    spec: { selector: { app: 'web' }, ports, ...spec },
  };
}

function moodyWeb(replicas: number) {
  const deployment = webDeployment({ image: 'busybox:1.36', replicas });
  const [main] = deployment.spec?.template.spec?.containers ?? [];
  if (main === undefined) return deployment;
  main.command = ['sh', '-c', MOODY];
  main.readinessProbe = { exec: { command: ['test', '-f', '/tmp/ready'] }, periodSeconds: 5, failureThreshold: 1 };
  return deployment;
}

const waiting: Pod = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'waiting', namespace: 'default' },
  spec: {
    initContainers: [{ name: 'wait', image: 'busybox:1.28', command: ['sh', '-c', WAITING] }],
    containers: [{ name: 'main', image: 'nginx:1.27' }],
  },
};

/** Address outside the cluster. */
const ELSEWHERE = '192.0.2.7';
const byHand: Endpoints = {
  apiVersion: 'v1',
  kind: 'Endpoints',
  metadata: { name: 'late', namespace: 'default' },
  subsets: [{ addresses: [{ ip: ELSEWHERE }], ports: [{ port: 8080, protocol: 'TCP' }] }],
};

/** Services follow the readiness of their pods while pods come and go and processes die. */
export const services: Scenario = {
  name: 'services',
  description: 'pods become ready and unready, are deleted and lose their node, and the Services tell so each time',
  nodes: ['node-1', 'node-2', 'node-3'],
  // Pods that report unready are unavailable.
  waives: ['rollout-keeps-available'],
  async run(script) {
    await script.apply(service('web'));
    await script.apply(service('all', { clusterIP: 'None', publishNotReadyAddresses: true }));
    await script.apply(waiting);
    await script.apply(moodyWeb(3));
    await settled(script, 'the first pods');
    for (const process of ['controller-manager', 'api-server']) {
      await script.pass(script.random.integer(MINUTE));
      script.crash(process);
      await script.pass(script.random.integer(2 * MINUTE));
      script.start(process);
      await settled(script, `what ${process} missed`);
    }
    await script.apply(moodyWeb(5));
    await deleteOne(script);
    await settled(script, 'more pods, of which one is another');
    script.crash('node-2');
    await script.waitUntil('a lost node’s pods to be told as not ready', (objects) => nobodyReadyOn(objects, 'node-2'), 2 * MINUTE);
    await settled(script, 'the pods that are left');
    await script.apply(service('late', { selector: null }));
    await script.apply(byHand);
    await script.waitUntil(
      'what people tell of a Service to be mirrored',
      (objects) => tells(objects, 'late').slices?.join() === ELSEWHERE,
      MINUTE,
    );
    await script.waitUntil('who waits for a name to find it', isRunning, 8 * MINUTE);
    await script.delete(resources.services, { namespace: 'default', name: 'web' });
    await script.waitUntil('what told of a Service to go with it', (objects) => tells(objects, 'web').slices === undefined, MINUTE);
  },
};

/** Waits until endpoints of all Services match their pods. */
async function settled(script: Script, what: string): Promise<void> {
  await script.waitUntil(
    `the Services to tell of ${what}`,
    (objects) => isRight(objects, 'web', 1) && isRight(objects, 'all', 0),
    3 * MINUTE,
  );
}

async function deleteOne(script: Script): Promise<void> {
  const pods = webPods(script.objects);
  const name = pods[script.random.integer(pods.length)]?.metadata?.name ?? '';
  await script.delete(resources.pods, { namespace: 'default', name });
}

/** True if the Service lists exactly its ready pods, at least `least`. */
function isRight(objects: ObservedCluster, name: string, least: number): boolean {
  const service = objects.get<Service>(resources.services, { namespace: 'default', name });
  const patient = service?.spec?.publishNotReadyAddresses === true;
  const desired = webPods(objects)
    .filter((pod) => pod.status?.podIP && (patient || (podReady(pod) && pod.metadata?.deletionTimestamp === undefined)))
    .map(({ status }) => status?.podIP ?? '')
    .sort();
  const { slices, endpoints } = tells(objects, name);
  return desired.length >= least && slices?.join() === desired.join() && endpoints?.join() === desired.join();
}

/** Returns sorted ready addresses from slices and Endpoints of a Service; undefined without such objects. */
function tells(objects: ObservedCluster, name: string): { slices: string[] | undefined; endpoints: string[] | undefined } {
  const slices = objects
    .list<EndpointSlice>(resources.endpointSlices)
    .filter(({ metadata }) => metadata?.labels?.['kubernetes.io/service-name'] === name);
  const ready = slices.flatMap((slice) =>
    slice.endpoints.filter(({ conditions }) => conditions?.ready).flatMap(({ addresses }) => addresses),
  );
  const endpoints = objects.get<Endpoints>(resources.endpoints, { namespace: 'default', name });
  return {
    slices: slices.length === 0 ? undefined : ready.sort(),
    endpoints: endpoints && (endpoints.subsets ?? []).flatMap(({ addresses = [] }) => addresses.map(({ ip }) => ip)).sort(),
  };
}

function nobodyReadyOn(objects: ObservedCluster, node: string): boolean {
  const here = webPods(objects).filter(({ spec }) => spec?.nodeName === node);
  const slices = tells(objects, 'web').slices ?? [];
  return here.every((pod) => !podReady(pod) && !slices.includes(pod.status?.podIP ?? ''));
}

function isRunning(objects: ObservedCluster): boolean {
  const pod = objects.get<Pod>(resources.pods, { namespace: 'default', name: 'waiting' });
  // Ignores a pod on the lost node.
  return pod === undefined || pod.spec?.nodeName === 'node-2' || podReady(pod);
}
