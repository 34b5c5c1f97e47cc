import { expect, test } from 'vitest';
import { scriptRunner } from '../../../testing/run-script.ts';

const [privileged, plain] = [
  await scriptRunner('busybox', { container: { privileged: true } }),
  await scriptRunner('busybox', { container: {} }),
];

test.each([
  ['sysctl -w vm.max_map_count=262144; sysctl vm.max_map_count', 'vm.max_map_count = 262144\nvm.max_map_count = 262144\n'],
  [
    'sysctl -w net.core.somaxconn=1024 fs.file-max=70000; cat /proc/sys/net/core/somaxconn',
    'net.core.somaxconn = 1024\nfs.file-max = 70000\n1024\n',
  ],
  ['sysctl -qw vm.swappiness=1; sysctl -n vm.swappiness', '1\n'],
  ['echo 2 > /proc/sys/vm/overcommit_memory; sysctl vm/overcommit_memory', 'vm.overcommit_memory = 2\n'],
  ['printf "# a comment\\nvm.panic_on_oom = 1\\n" > /etc/sysctl.conf; sysctl -p', 'vm.panic_on_oom = 1\n'],
  ['sysctl -a | grep -c =', '43\n'],
  ['sysctl kernel.shmmni net.ipv4.ip_local_port_range', 'kernel.shmmni = 4096\nnet.ipv4.ip_local_port_range = 32768\t60999\n'],
  ['sysctl -e no.such.key; echo $?', '0\n'],
])('a privileged container sets parameters of its node: %s', async (script, stdout) => {
  expect(await privileged('sh', script)).toMatchObject({ stdout, stderr: '' });
});

test.each([
  ['sysctl -w vm.max_map_count=1', "sysctl: error setting key 'vm.max_map_count': Read-only file system\n"],
  ['sysctl no.such.key', "sysctl: error: 'no.such.key' is an unknown key\n"],
  ['echo 1 > /proc/sys/vm/swappiness', "sh: can't create /proc/sys/vm/swappiness: Read-only file system\n"],
])('a plain container sets none: %s', async (script, stderr) => {
  expect(await plain('sh', script)).toEqual({ stdout: '', stderr, code: 1 });
});

test("a plain container reads its node's parameters", async () => {
  expect(await plain('sh', 'sysctl -n net.core.somaxconn; ls /proc/sys')).toMatchObject({ stdout: '4096\nfs\nkernel\nnet\nvm\n', code: 0 });
});
