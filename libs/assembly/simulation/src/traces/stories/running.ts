import { apply, pod, shell, sidecar, type TraceScenario } from '../trace-scenario.ts';

const exec = (...command: string[]) => ({ exec: { command } });
const service = {
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name: 'myservice', namespace: 'default' },
  spec: { ports: [{ port: 80 }] },
};
const fails = (more: object = {}) => pod({ containers: [shell('main', 'exit 1')], ...more });

const leaky = {
  apiVersion: 'klockwork.dev/v1alpha1',
  kind: 'Image',
  metadata: { name: 'leaky' },
  spec: { repository: 'leaky', tags: ['1.0'], entrypoint: ['leaky'], programs: { leaky: { memory: { base: '16Mi', growth: '10Mi' } } } },
};

/** Stories of running pods: restarts, init containers and sidecars, probes. */
export const storiesOfRunning: readonly TraceScenario[] = [
  { title: 'A program that fails at once, again and again', objects: [fails()], seconds: 1_300 },
  { title: 'A program that ends well, again and again', objects: [pod({ containers: [shell('main', 'sleep 3')] })], seconds: 120 },
  { title: 'A program that fails, and is restarted because of it', objects: [fails({ restartPolicy: 'OnFailure' })], seconds: 60 },
  {
    title: 'A program that ends well is not restarted on failure only',
    objects: [pod({ containers: [shell('main', 'sleep 3')], restartPolicy: 'OnFailure' })],
    seconds: 60,
  },
  {
    title: 'A program that ran for more than ten minutes is restarted at once',
    objects: [pod({ containers: [shell('main', 'sleep 660; exit 1')] })],
    seconds: 1_500,
  },
  { title: 'A program is killed by a signal', objects: [pod({ containers: [shell('main', 'sleep 2; kill -9 $$')] })], seconds: 30 },
  {
    title: 'A program that takes more and more memory, and has a limit',
    objects: [leaky, pod({ containers: [{ name: 'main', image: 'leaky:1.0', resources: { limits: { memory: '64Mi' } } }] })],
    seconds: 60,
  },
  {
    title: 'Init containers, one after another',
    objects: [pod({ initContainers: [shell('first', 'sleep 4'), shell('second', 'sleep 2')] })],
    seconds: 60,
  },
  { title: 'An init container that fails', objects: [pod({ initContainers: [shell('first', 'sleep 1; exit 1')] })], seconds: 120 },
  {
    title: 'An init container that fails, in a pod that is not to be restarted',
    objects: [pod({ initContainers: [shell('first', 'exit 4')], restartPolicy: 'Never' })],
    seconds: 40,
  },
  {
    title: 'An init container that waits for a Service',
    objects: [pod({ initContainers: [shell('wait', 'until nslookup myservice; do echo waiting; sleep 1; done')] })],
    acts: [apply(15, 'the Service myservice', service as never)],
    seconds: 60,
  },
  { title: 'A sidecar is started before the program', objects: [pod({ initContainers: [sidecar('proxy', 'sleep 1000')] })], seconds: 40 },
  {
    title: 'A sidecar that fails is restarted beside the program',
    objects: [pod({ initContainers: [sidecar('proxy', 'sleep 8; exit 1')] })],
    seconds: 90,
  },
  {
    title: 'A sidecar that must be up before the program is started',
    objects: [
      pod({
        initContainers: [
          sidecar('proxy', 'sleep 6; touch /up; sleep 1000', {
            startupProbe: { ...exec('cat', '/up'), periodSeconds: 2, failureThreshold: 10 },
          }),
        ],
      }),
    ],
    seconds: 60,
  },
  {
    title: 'A sidecar ends with the program',
    objects: [
      pod({
        initContainers: [sidecar('proxy', "trap 'exit 0' TERM; while true; do sleep 1; done")],
        containers: [shell('main', 'sleep 10')],
        restartPolicy: 'Never',
      }),
    ],
    seconds: 60,
  },
  {
    title: 'A readiness probe that fails for a while',
    objects: [
      pod({
        containers: [
          shell('main', 'touch /ok; sleep 20; rm /ok; sleep 20; touch /ok; sleep 1000', {
            readinessProbe: { ...exec('cat', '/ok'), periodSeconds: 5 },
          }),
        ],
      }),
    ],
    seconds: 80,
  },
  {
    title: 'A liveness probe that fails restarts the container',
    objects: [
      pod({
        containers: [
          shell('main', 'touch /ok; sleep 15; rm /ok; sleep 1000', { livenessProbe: { ...exec('cat', '/ok'), periodSeconds: 5 } }),
        ],
        terminationGracePeriodSeconds: 3,
      }),
    ],
    seconds: 120,
  },
  {
    title: 'A startup probe holds the others back',
    objects: [
      pod({
        containers: [
          shell('main', 'sleep 12; touch /ok; sleep 1000', {
            startupProbe: { ...exec('cat', '/ok'), periodSeconds: 3, failureThreshold: 10 },
            readinessProbe: exec('true'),
          }),
        ],
      }),
    ],
    seconds: 60,
  },
  {
    title: 'A startup probe that never succeeds',
    objects: [
      pod({
        containers: [shell('main', 'sleep 1000', { startupProbe: { ...exec('false'), periodSeconds: 2, failureThreshold: 3 } })],
        terminationGracePeriodSeconds: 2,
      }),
    ],
    seconds: 60,
  },
  {
    title: 'A probe over HTTP that is answered, and one that is refused',
    objects: [
      pod({
        containers: [
          { name: 'open', image: 'nginx:1.27', readinessProbe: { httpGet: { path: '/', port: 80 } } },
          shell('shut', 'sleep 1000', { readinessProbe: { httpGet: { path: '/', port: 8080 }, periodSeconds: 5 } }),
        ],
      }),
    ],
    seconds: 30,
  },
  {
    title: 'A probe that takes longer than it may',
    objects: [
      pod({
        containers: [shell('main', 'sleep 1000', { readinessProbe: { ...exec('sleep', '10'), timeoutSeconds: 2, periodSeconds: 5 } })],
      }),
    ],
    seconds: 30,
  },
  {
    title: 'A postStart hook holds its container back',
    objects: [pod({ containers: [shell('main', 'sleep 1000', { lifecycle: { postStart: { exec: { command: ['sleep', '4'] } } } })] })],
    seconds: 30,
  },
  {
    title: 'A postStart hook that fails ends its container',
    objects: [
      pod({
        containers: [
          shell('main', "trap 'exit 0' TERM; while true; do sleep 1; done", {
            lifecycle: { postStart: { exec: { command: ['sh', '-c', 'exit 1'] } } },
          }),
        ],
      }),
    ],
    seconds: 60,
  },
  {
    title: 'The image of a running pod is changed',
    objects: [pod({ containers: [{ name: 'main', image: 'nginx:1.26' }] })],
    acts: [apply(20, 'the pod with the image nginx:1.27', pod({ containers: [{ name: 'main', image: 'nginx:1.27' }] }))],
    seconds: 80,
  },
];
