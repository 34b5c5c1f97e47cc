import type { ContainerStatus } from '@klockwork/kubernetes-types';
import { describe, expect, test } from 'vitest';
import { boundPod, PodOnNode, START } from './testing/pod-on-node.ts';

const status = (node: PodOnNode, name = 'main'): ContainerStatus | undefined =>
  [...(node.decision.status.initContainerStatuses ?? []), ...(node.decision.status.containerStatuses ?? [])].find(
    (one) => one.name === name,
  );
const conditions = (node: PodOnNode) =>
  Object.fromEntries(
    (node.decision.status.conditions ?? []).map(({ type, status: value, reason, message }) => [type, [value, reason, message]]),
  );
const waitingReason = (node: PodOnNode) => status(node)?.state?.waiting?.reason;

describe('a pod that is started', () => {
  test('a started pod passes through sandbox, pull and start, in order', () => {
    const node = new PodOnNode(boundPod());
    expect(node.news()).toEqual(['run-sandbox']);
    expect(node.sandboxReady().news()).toEqual(['Normal Pulling: Pulling image "busybox:1.36"', 'pull busybox:1.36']);
    expect(node.pulled().news()).toEqual([
      'Normal Pulled: Successfully pulled image "busybox:1.36" in 1.2s (1.25s including waiting). Image size: 2223685 bytes.',
      'start main/0',
    ]);
    expect(node.started().news()).toEqual(['Normal Created: Container created', 'Normal Started: Container started']);
    node.look();
    expect(node.news()).toEqual([]);
  });

  test('a started pod reports waiting first, then running', () => {
    const node = new PodOnNode(boundPod());
    expect(node.decision.status).toEqual({
      observedGeneration: 1,
      phase: 'Pending',
      conditions: [
        { type: 'PodReadyToStartContainers', status: 'False', observedGeneration: 1, lastTransitionTime: '2026-01-01T00:00:00Z' },
        { type: 'Initialized', status: 'True', observedGeneration: 1, lastTransitionTime: '2026-01-01T00:00:00Z' },
        {
          type: 'Ready',
          status: 'False',
          reason: 'ContainersNotReady',
          message: 'containers with unready status: [main]',
          observedGeneration: 1,
          lastTransitionTime: '2026-01-01T00:00:00Z',
        },
        {
          type: 'ContainersReady',
          status: 'False',
          reason: 'ContainersNotReady',
          message: 'containers with unready status: [main]',
          observedGeneration: 1,
          lastTransitionTime: '2026-01-01T00:00:00Z',
        },
        { type: 'PodScheduled', status: 'True', observedGeneration: 1, lastTransitionTime: '2026-01-01T00:00:00Z' },
      ],
      hostIP: '172.18.0.1',
      hostIPs: [{ ip: '172.18.0.1' }],
      startTime: '2026-01-01T00:00:00Z',
      containerStatuses: [
        {
          name: 'main',
          state: { waiting: { reason: 'ContainerCreating' } },
          lastState: {},
          ready: false,
          restartCount: 0,
          image: 'busybox:1.36',
          imageID: '',
          started: false,
          resources: {},
        },
      ],
      qosClass: 'BestEffort',
    });
    node.now += 2_000;
    node.run();
    expect(node.decision.status).toMatchObject({ phase: 'Running', podIP: '10.244.1.2', podIPs: [{ ip: '10.244.1.2' }] });
    expect(status(node)).toEqual({
      name: 'main',
      state: { running: { startedAt: '2026-01-01T00:00:02Z' } },
      lastState: {},
      ready: true,
      restartCount: 0,
      image: 'docker.io/library/busybox:1.36',
      imageID: 'docker.io/library/busybox@sha256:1',
      containerID: 'containerd://main-0',
      started: true,
      resources: {},
    });
    expect(
      node.decision.status.conditions?.map(({ type, status: value, lastTransitionTime }) => [type, value, lastTransitionTime]),
    ).toEqual([
      ['PodReadyToStartContainers', 'True', '2026-01-01T00:00:02Z'],
      ['Initialized', 'True', '2026-01-01T00:00:00Z'],
      ['Ready', 'True', '2026-01-01T00:00:02Z'],
      ['ContainersReady', 'True', '2026-01-01T00:00:02Z'],
      ['PodScheduled', 'True', '2026-01-01T00:00:00Z'],
    ]);
  });

  test('a local image needs no pull, unless the policy is Always', () => {
    const present = new PodOnNode(boundPod());
    present.images.add('busybox:1.36');
    present.news();
    expect(present.sandboxReady().news()).toEqual([
      'Normal Pulled: Container image "busybox:1.36" already present on machine and can be accessed by the pod',
      'start main/0',
    ]);
    const always = new PodOnNode(boundPod({ containers: [{ name: 'main', image: 'busybox', imagePullPolicy: 'Always' }] }));
    always.images.add('busybox');
    always.news();
    expect(always.sandboxReady().news()).toEqual(['Normal Pulling: Pulling image "busybox"', 'pull busybox']);
  });

  test('containers of a pod start one by one', () => {
    const containers = ['a', 'b'].map((name) => ({ name, image: 'busybox:1.36', imagePullPolicy: 'IfNotPresent' as const }));
    const node = new PodOnNode(boundPod({ containers }));
    node.images.add('busybox:1.36');
    node.sandboxReady().news();
    node.started('a');
    expect(node.news().at(-1)).toBe('start b/0');
    expect(conditions(node).Ready).toEqual(['False', 'ContainersNotReady', 'containers with unready status: [b]']);
    expect(node.decision.status.phase).toBe('Pending');
    node.started('b');
    expect(node.decision.status.phase).toBe('Running');
  });

  test('a failed sandbox is reported and retried', () => {
    const node = new PodOnNode(boundPod());
    node.news();
    node.learn({ type: 'sandbox-failed', message: 'no addresses' });
    expect(node.news()).toEqual(['Warning FailedCreatePodSandBox: Failed to create pod sandbox: no addresses']);
    expect(node.wait(9_999).news()).toEqual([]);
    expect(node.wait(1).news()).toEqual(['run-sandbox']);
  });
});

describe('an image that cannot be pulled', () => {
  const refuse = (node: PodOnNode) =>
    node.learn({ type: 'image-refused', container: 'main', image: 'busybox:1.36', reason: 'ErrImagePull', message: 'not found' });

  test('a failing image alternates between ErrImagePull and ImagePullBackOff, from 10 s doubling to 300 s', () => {
    const node = new PodOnNode(boundPod()).sandboxReady();
    node.news();
    expect(refuse(node).news()).toEqual([
      'Warning Failed: Failed to pull image "busybox:1.36": not found',
      'Warning Failed: Error: ErrImagePull',
    ]);
    expect(waitingReason(node)).toBe('ErrImagePull');
    expect(node.wait(1_000).news()).toEqual([
      'Normal BackOff: Back-off pulling image "busybox:1.36"',
      'Warning Failed: Error: ImagePullBackOff',
    ]);
    expect(status(node)?.state?.waiting).toEqual({
      reason: 'ImagePullBackOff',
      message: 'Back-off pulling image "busybox:1.36": ErrImagePull: not found',
    });
    const delays: number[] = [];
    for (let pull = 0; pull < 7; pull++) {
      const failedAt = pull === 0 ? START : node.now;
      if (pull > 0) refuse(node);
      while (!node.news().includes('pull busybox:1.36')) node.wait(1_000);
      delays.push((node.now - failedAt) / 1_000);
    }
    expect(delays).toEqual([10, 20, 40, 80, 160, 300, 300]);
  });

  test('an image back-off is reported at whole 10 s until its end', () => {
    const node = new PodOnNode(boundPod()).sandboxReady();
    refuse(node).wait(10_000).news();
    refuse(node.wait(1_500));
    node.news();
    const backOff = (at: number) => [
      `${at} Normal BackOff: Back-off pulling image "busybox:1.36"`,
      `${at} Warning Failed: Error: ImagePullBackOff`,
    ];
    expect(node.timeline(20_000)).toEqual([
      ...backOff(12_500),
      ...backOff(30_000),
      ...['31500 Normal Pulling: Pulling image "busybox:1.36"', '31500 pull busybox:1.36'],
    ]);
  });

  test('a new image is pulled at once after the back-off', () => {
    const node = refuse(new PodOnNode(boundPod()).sandboxReady());
    node.pod = boundPod({ containers: [{ name: 'main', image: 'nginx:1.27', imagePullPolicy: 'IfNotPresent' }] });
    node.wait(10_000);
    expect(node.news().at(-1)).toBe('pull nginx:1.27');
  });

  test('an invalid image name waits for a change', () => {
    const node = new PodOnNode(boundPod({ containers: [{ name: 'main', image: 'BusyBox' }] }));
    node.news();
    expect(node.sandboxReady().news()).toEqual([
      'Warning InspectFailed: Failed to apply default image tag "BusyBox": couldn\'t parse image name "BusyBox": invalid reference format: repository name (library/BusyBox) must be lowercase',
      'Warning Failed: Error: InvalidImageName',
    ]);
    const said = node.timeline(30_000).map((line) => line.split(':')[0]);
    const twice = (at: number) => [`${at} Warning InspectFailed`, `${at} Warning Failed`];
    expect(said).toEqual([...twice(10_000), ...twice(20_000), ...twice(30_000)]);
    expect(waitingReason(node)).toBe('InvalidImageName');
  });

  test('an image with policy Never is not pulled', () => {
    const node = new PodOnNode(boundPod({ containers: [{ name: 'main', image: 'busybox:1.36', imagePullPolicy: 'Never' }] }));
    node.news();
    expect(node.sandboxReady().news()).toEqual([
      'Warning ErrImageNeverPull: Container image "busybox:1.36" is not present with pull policy of Never',
      'Warning Failed: Error: ErrImageNeverPull',
    ]);
    expect(waitingReason(node)).toBe('ErrImageNeverPull');
    node.images.add('busybox:1.36');
    expect(node.wait(10_000).news().at(-1)).toBe('start main/0');
  });
});

describe('a container that ends', () => {
  test('an exited container restarts at once, then after 10, 20, 40, 80, 160 and 300 s', () => {
    const node = new PodOnNode(boundPod()).run();
    const delays: number[] = [];
    for (let attempt = 0; attempt < 8; attempt++) {
      const failedAt = node.now;
      node.news();
      node.exited(1, 'main', attempt);
      while (!node.news().includes(`start main/${attempt + 1}`)) node.wait(1_000);
      delays.push((node.now - failedAt) / 1_000);
      node.started('main', attempt + 1);
    }
    expect(delays).toEqual([0, 10, 20, 40, 80, 160, 300, 300]);
  });

  test('a restart back-off resets after ten minutes of running', () => {
    const node = new PodOnNode(boundPod()).run();
    node.exited(1).started('main', 1).wait(5_000).exited(1, 'main', 1).wait(10_000).started('main', 2);
    node.news();
    node.wait(600_001).exited(1, 'main', 2);
    expect(node.news()).toEqual([
      'Normal Pulled: Container image "busybox:1.36" already present on machine and can be accessed by the pod',
      'start main/3',
    ]);
  });

  test('a long restart back-off is reported every minute', () => {
    const node = new PodOnNode(boundPod()).run();
    const backOffs: number[][] = [];
    for (let attempt = 0; attempt < 7; attempt++) {
      const failedAt = node.now;
      node.news();
      node.exited(1, 'main', attempt);
      const lines: string[] = [];
      while (!lines.at(-1)?.endsWith(`start main/${attempt + 1}`) && !node.log.includes(`start main/${attempt + 1}`))
        lines.push(...node.timeline(1_000));
      const said = lines.filter((line) => line.includes('BackOff'));
      backOffs.push(said.map((line) => (Number.parseInt(line, 10) + START - failedAt) / 1_000));
      node.started('main', attempt + 1);
    }
    expect(backOffs).toEqual([[], [1], [1], [1], [1, 70], [1, 70, 130], [1, 70, 130, 190, 250]]);
  });

  test('an exited container shows Error first, then CrashLoopBackOff', () => {
    const node = new PodOnNode(boundPod()).run();
    node.exited(1).started('main', 1).news();
    node.exited(3, 'main', 1);
    expect(status(node)?.state?.terminated).toMatchObject({ exitCode: 3, reason: 'Error' });
    expect(node.wait(1_000).news()).toEqual(['Warning BackOff: Back-off restarting failed container main in pod web_default(uid-1)']);
    expect(status(node)).toMatchObject({
      state: { waiting: { reason: 'CrashLoopBackOff', message: 'back-off 10s restarting failed container=main pod=web_default(uid-1)' } },
      lastState: { terminated: { exitCode: 3, containerID: 'containerd://main-1' } },
      restartCount: 1,
      ready: false,
      started: false,
    });
    expect(node.decision.status.phase).toBe('Running');
  });

  test.each([
    ['OnFailure', 0, 'Succeeded', 'PodCompleted'],
    ['Never', 0, 'Succeeded', 'PodCompleted'],
    ['Never', 1, 'Failed', 'PodFailed'],
  ])('a container with policy %s and exit code %i is finished: %s', (restartPolicy, code, phase, reason) => {
    const node = new PodOnNode(boundPod({ restartPolicy: restartPolicy as 'Never' })).run();
    node.news();
    node.exited(code);
    expect(node.news()).toEqual(['stop-sandbox sandbox-1']);
    node.learn({ type: 'sandbox-stopped' });
    expect(node.news()).toEqual([]);
    expect(node.decision.status.phase).toBe(phase);
    expect(conditions(node)).toMatchObject({
      PodReadyToStartContainers: ['False', undefined, undefined],
      Ready: ['False', reason, undefined],
      ContainersReady: ['False', reason, undefined],
    });
    expect(node.decision.status.podIP).toBe('10.244.1.2');
  });

  test('a failed container with policy OnFailure restarts', () => {
    const node = new PodOnNode(boundPod({ restartPolicy: 'OnFailure' })).run();
    expect(node.exited(1).news().at(-1)).toBe('start main/1');
  });

  test('a container that cannot start shows RunContainerError first', () => {
    const node = new PodOnNode(boundPod()).sandboxReady().pulled();
    node.learn({ type: 'container-created', container: 'main' });
    const failed = { state: 'exited', finishedAt: node.now, exitCode: 128, reason: 'StartError', message: 'no such file' } as const;
    node.learn({ type: 'container-changed', report: node.report('main', 0, failed) });
    node.news();
    node.learn({ type: 'start-failed', container: 'main', reason: 'RunContainerError', message: 'no such file' });
    expect(node.news()).toEqual(['Warning Failed: Error: no such file']);
    expect(status(node)).toMatchObject({
      state: { waiting: { reason: 'RunContainerError', message: 'no such file' } },
      lastState: { terminated: { exitCode: 128, reason: 'StartError', startedAt: '1970-01-01T00:00:00Z' } },
    });
    expect(node.wait(9_999).news()).toEqual([]);
    expect(node.wait(1).news().at(-1)).toBe('start main/1');
  });
});

describe('init containers', () => {
  const init = ['one', 'two'].map((name) => ({ name, image: 'busybox:1.36', imagePullPolicy: 'IfNotPresent' as const }));
  const withInit = (restartPolicy: 'Always' | 'Never') => {
    const node = new PodOnNode(boundPod({ initContainers: init, restartPolicy }));
    node.images.add('busybox:1.36');
    node.sandboxReady().news();
    return node;
  };

  test('init containers run one after another to completion, before app containers', () => {
    const node = withInit('Always');
    expect(status(node)?.state).toEqual({ waiting: { reason: 'PodInitializing' } });
    node.started('one');
    expect(conditions(node).Initialized).toEqual(['False', 'ContainersNotInitialized', 'containers with incomplete status: [one two]']);
    node.exited(0, 'one');
    expect(node.news().at(-1)).toBe('start two/0');
    node.started('two').exited(0, 'two');
    expect(node.news().at(-1)).toBe('start main/0');
    expect(conditions(node).Initialized?.[0]).toBe('True');
    expect(status(node, 'one')).toMatchObject({ ready: true, started: false, state: { terminated: { reason: 'Completed' } } });
    expect(node.started('main').decision.status.phase).toBe('Running');
  });

  test('failed init containers are retried', () => {
    const node = withInit('Always');
    expect(node.started('one').exited(1, 'one').news().at(-1)).toBe('start one/1');
    expect(node.decision.status.phase).toBe('Pending');
  });

  test('a failed init container fails a pod that never restarts', () => {
    const node = withInit('Never');
    node.started('one').exited(1, 'one').learn({ type: 'sandbox-stopped' });
    expect(node.decision.status.phase).toBe('Failed');
  });
});
