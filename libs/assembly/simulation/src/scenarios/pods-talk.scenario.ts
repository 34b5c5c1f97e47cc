import { type Pod, resources, type Service } from '@klockwork/resources';
import type { ObservedCluster } from '../observation/observed-cluster.ts';
import type { Scenario } from '../scenario.ts';
import { webDeployment, webIs } from './web-deployment.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const WEB = { image: 'nginx:1.27', replicas: 3 };
/** Repeats requests until the given number of complete answers. */
const ASKING = 'n=0; while [ $n -lt 30 ]; do if wget -q -T 5 -O - http://web | grep -q Welcome; then n=$((n+1)); fi; sleep 1; done';
/** Sends a 300 KiB file through a connection in both directions and compares, until the given number of successes. */
const SENDING =
  'seq 50000 > /tmp/sent; n=0; while [ $n -lt 10 ]; do nc -w 20 echo 7 < /tmp/sent > /tmp/got; if [ "$(wc -c < /tmp/got)" = "$(wc -c < /tmp/sent)" ]; then n=$((n+1)); fi; sleep 1; done';

const web: Service = {
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name: 'web', namespace: 'default' },
  spec: { selector: { app: 'web' }, ports: [{ port: 80, protocol: 'TCP', targetPort: 80 }] },
};
const echo: Service = {
  ...web,
  metadata: { name: 'echo', namespace: 'default' },
  spec: { selector: { app: 'echo' }, ports: [{ port: 7, protocol: 'TCP', targetPort: 7 }] },
};

function pod(name: string, nodeName: string, command: readonly string[]): Pod {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace: 'default', labels: { app: name } },
    spec: { nodeName, restartPolicy: 'Never', containers: [{ name: 'main', image: 'busybox:1.36', command: [...command] }] },
  };
}

/** Pods on different nodes connect by Service names, despite a faulty network and a dying node. */
export const podsTalk: Scenario = {
  name: 'pods-talk',
  description: 'pods ask servers on other nodes through Services over a bad network, and every answer they get is whole',
  nodes: ['node-1', 'node-2', 'node-3'],
  waives: ['rollout-keeps-available'],
  async run(script) {
    await script.apply(web);
    await script.apply(echo);
    await script.apply(webDeployment(WEB));
    await script.apply(pod('echo', 'node-1', ['nc', '-lk', '-p', '7', '-e', 'cat']));
    await script.waitUntil('the servers', (objects) => webIs(objects, WEB), 2 * MINUTE);
    script.faults({ drop: 0.02, dropRequest: 0.02, dropReply: 0.02 });
    await script.apply(pod('asking-1', 'node-1', ['sh', '-c', ASKING]));
    await script.apply(pod('asking-3', 'node-3', ['sh', '-c', ASKING]));
    await script.apply(pod('sending', 'node-3', ['sh', '-c', SENDING]));
    await script.pass(10 * SECOND + script.random.integer(10 * SECOND));
    script.crash('node-2');
    await script.pass(script.random.integer(20 * SECOND));
    script.start('node-2');
    script.faults({ drop: 0, dropRequest: 0, dropReply: 0 });
    await script.waitUntil(
      'all to have their answers',
      (objects) => ['asking-1', 'asking-3', 'sending'].every(succeeded(objects)),
      10 * MINUTE,
    );
  },
};

function succeeded(objects: ObservedCluster): (name: string) => boolean {
  return (name) => objects.get<Pod>(resources.pods, { namespace: 'default', name })?.status?.phase === 'Succeeded';
}
