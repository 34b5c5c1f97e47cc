import { beforeAll, expect, test } from 'vitest';
import { advance, lab } from '../lab-of-spec.ts';

beforeAll(async () => {
  await lab.kubectl('run gnu --image=debian:12 -- sleep infinity');
  await lab.kubectl('run small --image=busybox:1.36 -- sleep infinity');
  await advance('5s');
});

/** Pod of the Kubernetes task about memory: allocated bytes, and limit. */
const hog = (name: string, limit: string, bytes: string) => `
apiVersion: v1
kind: Pod
metadata: { name: ${name} }
spec:
  restartPolicy: Never
  containers:
    - name: ctr
      image: polinux/stress
      resources: { requests: { memory: 50Mi }, limits: { memory: ${limit} } }
      command: [stress]
      args: [--vm, '1', --vm-bytes, ${bytes}, --vm-hang, '1']
`;

test.each([
  ['gnu', `printf 'b 2\\na 1\\nb 3\\n' | awk '{ n[$1] += $2 } END { for (k in n) print k, n[k] }' | sort`, 'a 1\nb 5\n'],
  ['small', `mkdir -p /d/e; echo hi > /d/e/f; find /d -name f -exec cat {} +; tar cf - -C /d e | tar tf -`, 'hi\ne/\ne/f\n'],
  ['gnu', `printf abc | sha256sum | cut -c1-16; printf abc | base64; stat -c '%a %F' /tmp`, 'ba7816bf8f01cfea\nYWJj\n1777 directory\n'],
])('utilities of %s print the same as real ones: %s', async (pod, script, output) => {
  expect(await lab.kubectl(`exec -i ${pod} -- sh`, script)).toBe(output);
});

test('a container above its memory limit is killed, one below runs', async () => {
  await lab.kubectl('apply -f -', `${hog('memory-demo', '200Mi', '150M')}---${hog('memory-demo-2', '100Mi', '250M')}`);
  await advance('10s');
  const states = await lab.kubectl(
    'get pods memory-demo memory-demo-2 --no-headers -o custom-columns=N:.metadata.name,P:.status.phase,R:.status.containerStatuses[0].state.terminated.reason,C:.status.containerStatuses[0].state.terminated.exitCode',
  );
  expect(states.split('\n').map((line) => line.trim().split(/\s+/).join(' '))).toEqual([
    'memory-demo Running <none> <none>',
    'memory-demo-2 Failed OOMKilled 137',
    '',
  ]);
  expect(await lab.kubectl('logs memory-demo')).toBe('stress: info: [1] dispatching hogs: 0 cpu, 0 io, 1 vm, 0 hdd\n');
});

const sized = `
apiVersion: v1
kind: Pod
metadata: { name: sized }
spec:
  containers:
    - name: main
      image: debian:12
      command: [sleep, infinity]
      resources: { limits: { memory: 64Mi, cpu: 250m } }
      volumeMounts: [{ name: cache, mountPath: /cache }]
  volumes: [{ name: cache, emptyDir: { medium: Memory, sizeLimit: 16Mi } }]
`;

test('a container is shown all of its node, its own limits among control groups, and memory that it shares as large as it may be', async () => {
  await lab.kubectl('apply -f -', sized);
  await advance('1s');
  const script = 'nproc; free -m | head -n 2 | tail -n 1 | cut -c 1-20; df -h /cache; cd /sys/fs/cgroup; cat memory.max cpu.max';
  expect(await lab.kubectl('exec -i sized -- sh', script)).toBe(
    [
      '4',
      'Mem:            8192',
      'Filesystem      Size  Used Avail Use% Mounted on',
      'tmpfs            16M     0   16M   0% /cache',
      '67108864',
      '25000 100000',
      '',
    ].join('\n'),
  );
  expect((await lab.kubectl('exec sized -- top -b -n 1')).split('\n').slice(6)).toEqual([
    '    PID USER      PR  NI    VIRT    RES    SHR S  %CPU  %MEM     TIME+ COMMAND',
    expect.stringMatching(/^ {6}1 root {6}20 {3}0 {4}2192 {4}512 {6}0 S {3}0.0 {3}0.0 {3}0:00.00 sleep$/),
    expect.stringMatching(/^ +\d+ root {6}20 {3}0 {4}2192 {4}512 {6}0 R {3}0.0 {3}0.0 {3}0:00.00 top$/),
    '',
  ]);
});
