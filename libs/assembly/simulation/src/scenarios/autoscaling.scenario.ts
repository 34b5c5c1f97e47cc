import { type Deployment, type HorizontalPodAutoscaler, type LabImage, type Pod, resources, type Service } from '@klockwork/resources';
import type { ObservedCluster } from '../observation/observed-cluster.ts';
import type { Scenario } from '../scenario.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const NAME = { namespace: 'default', name: 'php-apache' };
const LABELS = { run: 'php-apache' };
/** Fewer requests than the documentation's loop sends: each instant costs a jump. */
const LOAD = 'while sleep 0.1; do wget -q -T 5 -O- http://php-apache; done';

/** Image of the documentation's server, whose requests compute. */
const image: LabImage = {
  apiVersion: 'klockwork.dev/v1alpha1',
  kind: 'Image',
  metadata: { name: 'hpa-example' },
  spec: {
    repository: 'registry.k8s.io/hpa-example',
    tags: ['latest'],
    entrypoint: ['apache2-foreground'],
    programs: { 'apache2-foreground': { listens: [{ port: 80, takes: '60ms', answers: [{ path: '/*', body: 'OK!' }] }] } },
  },
};
const phpApache: Deployment = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: NAME,
  spec: {
    replicas: 1,
    selector: { matchLabels: LABELS },
    template: {
      metadata: { labels: LABELS },
      spec: {
        containers: [
          {
            name: 'php-apache',
            image: 'registry.k8s.io/hpa-example',
            resources: { limits: { cpu: '500m' }, requests: { cpu: '100m' } },
          },
        ],
      },
    },
  },
};
const service: Service = {
  apiVersion: 'v1',
  kind: 'Service',
  metadata: NAME,
  spec: { selector: LABELS, ports: [{ port: 80, protocol: 'TCP', targetPort: 80 }] },
};
const autoscaler: HorizontalPodAutoscaler = {
  apiVersion: 'autoscaling/v2',
  kind: 'HorizontalPodAutoscaler',
  metadata: NAME,
  spec: {
    scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'php-apache' },
    minReplicas: 1,
    maxReplicas: 10,
    metrics: [{ type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 50 } } }],
  },
};
const load: Pod = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'load-generator', namespace: 'default' },
  spec: { restartPolicy: 'Never', containers: [{ name: 'load', image: 'busybox:1.28', command: ['/bin/sh', '-c', LOAD] }] },
};

/** Plays the walkthrough of the documentation, with a controller-manager that dies during the load. */
export const autoscaling: Scenario = {
  name: 'autoscaling',
  description: 'a load makes an autoscaler add pods, and five minutes without it remove them, though the controller-manager dies between',
  nodes: ['node-1', 'node-2'],
  async run(script) {
    await script.apply(image);
    await script.apply(phpApache);
    await script.apply(service);
    await script.apply(autoscaler);
    await script.waitUntil('the server', hasReplicas(1), 2 * MINUTE);
    await script.apply(load);
    await script.waitUntil('more pods', hasReplicas(4), 5 * MINUTE);
    await script.pass(script.random.integer(30 * SECOND));
    script.crash('controller-manager');
    await script.pass(script.random.integer(20 * SECOND));
    script.start('controller-manager');
    await script.delete(resources.pods, { namespace: 'default', name: 'load-generator' });
    await script.waitUntil('one pod again', (objects) => replicasOf(objects) === 1 && hasReplicas(1)(objects), 15 * MINUTE);
  },
};

function replicasOf(objects: ObservedCluster): number {
  return objects.get<Deployment>(resources.deployments, NAME)?.spec?.replicas ?? 0;
}

function hasReplicas(min: number): (objects: ObservedCluster) => boolean {
  return (objects) => (objects.get<Deployment>(resources.deployments, NAME)?.status?.readyReplicas ?? 0) >= min;
}
