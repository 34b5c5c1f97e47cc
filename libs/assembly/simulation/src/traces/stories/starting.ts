import { apply, deletePod, IMAGE, pod, shell, type TraceScenario } from '../trace-scenario.ts';

const configMap = (data: object) => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'settings', namespace: 'default' }, data });
const fromSettings = (key: string) => [{ name: 'LEVEL', valueFrom: { configMapKeyRef: { name: 'settings', key } } }];
const image = (name: string, more: object = {}) => ({ containers: [{ name: 'main', image: name, ...more }] });

/** Stories between request and Running, obstacles included. */
export const storiesOfStarting: readonly TraceScenario[] = [
  { title: 'A pod is started', objects: [pod({})], seconds: 30 },
  {
    title: 'A pod of two containers',
    objects: [pod({ containers: [shell('one', 'sleep 1000'), shell('two', 'sleep 1000')] })],
    seconds: 30,
  },
  {
    title: 'A program that ends well, and is not to be started again',
    objects: [pod({ containers: [shell('main', 'sleep 5')], restartPolicy: 'Never' })],
    seconds: 60,
  },
  {
    title: 'A program that fails, and is not to be started again',
    objects: [pod({ containers: [shell('main', 'sleep 5; exit 3')], restartPolicy: 'Never' })],
    seconds: 60,
  },
  {
    title: 'One container of two has ended',
    objects: [pod({ containers: [shell('one', 'sleep 5'), shell('two', 'sleep 1000')], restartPolicy: 'Never' })],
    seconds: 60,
  },
  { title: 'An image that does not exist', objects: [pod(image('nginx:no-such-tag'))], seconds: 700 },
  {
    title: 'An image that does not exist is mended',
    objects: [pod(image('nginx:no-such-tag'))],
    acts: [apply(100, 'the pod with the image nginx:1.27', pod(image('nginx:1.27')))],
    seconds: 240,
  },
  { title: 'An image whose name is none', objects: [pod(image('BusyBox'))], seconds: 60 },
  {
    title: 'An image that is never to be pulled, and is not there',
    objects: [pod(image(IMAGE, { imagePullPolicy: 'Never' }))],
    seconds: 60,
  },
  {
    title: 'A large image takes its time',
    objects: [pod(image('postgres:16', { env: [{ name: 'POSTGRES_PASSWORD', value: 'secret' }] }))],
    seconds: 120,
  },
  { title: 'A command that is not in the image', objects: [pod(image(IMAGE, { command: ['no-such-program'] }))], seconds: 60 },
  {
    title: 'A ConfigMap that comes late',
    objects: [pod({ containers: [shell('main', 'sleep 1000', { env: fromSettings('level') })] })],
    acts: [apply(30, 'the ConfigMap', configMap({ level: 'high' }))],
    seconds: 90,
  },
  {
    title: 'A key that its ConfigMap has not',
    objects: [configMap({ other: 'x' }), pod({ containers: [shell('main', 'sleep 1000', { env: fromSettings('level') })] })],
    seconds: 40,
  },
  {
    title: 'A volume whose Secret comes late',
    objects: [
      pod({
        containers: [shell('main', 'sleep 1000', { volumeMounts: [{ name: 'keys', mountPath: '/keys' }] })],
        volumes: [{ name: 'keys', secret: { secretName: 'keys' } }],
      }),
    ],
    acts: [apply(20, 'the Secret', { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'keys', namespace: 'default' } } as never)],
    seconds: 150,
  },
  {
    title: 'A pod that no node has room for',
    objects: [pod({ containers: [shell('main', 'sleep 1000', { resources: { requests: { cpu: '1000' } } })] })],
    seconds: 60,
  },
  { title: 'A pod that asks for a node of a kind that is none', objects: [pod({ nodeSelector: { disk: 'ssd' } })], seconds: 60 },
  {
    title: 'A pod behind a scheduling gate',
    objects: [pod({ schedulingGates: [{ name: 'example.com/quota' }] })],
    seconds: 30,
  },
  {
    title: 'A pod that waits for a readiness gate',
    objects: [pod({ readinessGates: [{ conditionType: 'example.com/loaded' }] })],
    seconds: 30,
  },
  {
    title: 'A pod that is to run as another user than root, and whose image is root’s',
    objects: [pod({ securityContext: { runAsNonRoot: true } })],
    seconds: 40,
  },
  {
    title: 'A pod is deleted before its image is there',
    objects: [pod(image('postgres:16'))],
    acts: [deletePod(2)],
    seconds: 90,
  },
];
