import { type Pod, podReady, resources } from '@klockwork/resources';
import type { Scenario } from '../scenario.ts';

const MINUTE = 60_000;

type Container = NonNullable<Pod['spec']>['containers'][number];

function pod(name: string, container: Omit<Container, 'name'>): Pod {
  const metadata = { name, namespace: 'default' };
  return { apiVersion: 'v1', kind: 'Pod', metadata, spec: { containers: [{ name: 'main', ...container }] } };
}

const exec = (...command: string[]) => ({ exec: { command } });

/** Pods from the documentation of probes, and a slow starter with temporary readiness. */
const PODS: readonly Pod[] = [
  pod('liveness-exec', {
    image: 'registry.k8s.io/busybox:1.27.2',
    args: ['/bin/sh', '-c', 'touch /tmp/healthy; sleep 30; rm -f /tmp/healthy; sleep 600'],
    livenessProbe: { ...exec('cat', '/tmp/healthy'), initialDelaySeconds: 5, periodSeconds: 5 },
  }),
  pod('liveness-http', {
    image: 'registry.k8s.io/e2e-test-images/agnhost:2.40',
    args: ['liveness'],
    livenessProbe: { httpGet: { path: '/healthz', port: 8080 }, initialDelaySeconds: 3, periodSeconds: 3 },
  }),
  pod('goproxy', {
    image: 'registry.k8s.io/goproxy:0.1',
    readinessProbe: { tcpSocket: { port: 8080 }, initialDelaySeconds: 15, periodSeconds: 10 },
    livenessProbe: { tcpSocket: { port: 8080 }, initialDelaySeconds: 15, periodSeconds: 10 },
  }),
  pod('etcd-with-grpc', {
    image: 'registry.k8s.io/etcd:3.5.1-0',
    command: ['/usr/local/bin/etcd', '--data-dir', '/var/lib/etcd'],
    livenessProbe: { grpc: { port: 2379 }, initialDelaySeconds: 10 },
  }),
  pod('slow', {
    image: 'busybox:1.36',
    command: ['sh', '-c', 'sleep 25; touch /tmp/started; sleep 40; touch /tmp/ready; sleep 1800; rm -f /tmp/ready; sleep 36000'],
    startupProbe: { ...exec('cat', '/tmp/started'), periodSeconds: 5, failureThreshold: 10 },
    readinessProbe: { ...exec('cat', '/tmp/ready'), periodSeconds: 5 },
    livenessProbe: { ...exec('cat', '/tmp/started'), periodSeconds: 5, failureThreshold: 1 },
  }),
];

/** Probes containers for one hour. */
export const probesHour: Scenario = {
  name: 'probes-hour',
  description: 'the pods of the documents on probes live for an hour',
  nodes: ['node-1', 'node-2', 'node-3'],
  async run(script) {
    // By then the kubelets have run for longer than any period, and spread no probes any more.
    await script.at(MINUTE);
    for (const one of PODS) await script.apply(one);
    const ready = (name: string) => {
      const pod = script.objects.get<Pod>(resources.pods, { namespace: 'default', name });
      return pod !== undefined && podReady(pod);
    };
    const steady = ['goproxy', 'etcd-with-grpc', 'slow'];
    await script.waitUntil('pods that are well to be ready', () => steady.every(ready), 3 * MINUTE);
    await script.waitUntil('a pod to be no longer ready', () => !ready('slow'), 31 * MINUTE);
    await script.at(61 * MINUTE);
  },
};
