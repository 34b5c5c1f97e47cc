// Example of an operator on lab time: counts up a ConfigMap every ten minutes, for as long as it exists.
import { CoreV1Api, KubeConfig, makeInformer } from '@kubernetes/client-node';
import { LabClock } from './lab-clock.mjs';

const EVERY_MS = 600_000;
const labelSelector = 'example.com/reminder=node';

const kubeConfig = new KubeConfig();
kubeConfig.loadFromDefault();
const core = kubeConfig.makeApiClient(CoreV1Api);
const clock = await LabClock.follow(kubeConfig, 'reminder');
const timers = new Map();

async function remind({ name, namespace }) {
  const { data } = await core.readNamespacedConfigMap({ name, namespace });
  const body = [{ op: 'add', path: '/data', value: { count: String(Number(data?.count ?? 0) + 1) } }];
  await core.patchNamespacedConfigMap({ name, namespace, body });
}

const informer = makeInformer(kubeConfig, '/api/v1/configmaps', () => core.listConfigMapForAllNamespaces({ labelSelector }), labelSelector);
informer.on('add', ({ metadata }) => {
  timers.set(
    metadata.uid,
    clock.setInterval(() => remind(metadata), EVERY_MS),
  );
});
informer.on('delete', ({ metadata }) => clock.clearInterval(timers.get(metadata.uid)));
informer.on('error', () => process.exit(1));
await informer.start();
console.log('ready');
