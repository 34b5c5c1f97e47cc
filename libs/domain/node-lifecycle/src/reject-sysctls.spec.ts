import type { Pod } from '@klockwork/kubernetes-types';
import { aPod } from '@klockwork/resources/testing';
import { expect, test } from 'vitest';
import { rejectSysctls } from './reject-sysctls.ts';

const pod = (name: string, change: Partial<NonNullable<Pod['spec']>> = {}): Pod =>
  aPod({ spec: { containers: [], securityContext: { sysctls: [{ name, value: '1' }] }, ...change } });

test.each([
  ['a safe parameter is admitted', pod('kernel.shm_rmid_forced'), undefined],
  ['a safe parameter may be written with slashes', pod('net/ipv4/tcp_syncookies'), undefined],
  ['an unsafe parameter is rejected', pod('kernel.msgmax'), '"kernel.msgmax" not allowlisted'],
  [
    'a parameter of the network is rejected on the host network',
    pod('net.ipv4.tcp_rmem', { hostNetwork: true }),
    '"net.ipv4.tcp_rmem" not allowed with host network enabled',
  ],
  [
    "a parameter of IPC is rejected in the node's IPC namespace",
    pod('kernel.shm_rmid_forced', { hostIPC: true }),
    '"kernel.shm_rmid_forced" not allowed with host ipc enabled',
  ],
  ['a pod without parameters is admitted', aPod(), undefined],
])('%s', (_, rejected, problem) =>
  expect(rejectSysctls(rejected)).toEqual(problem && { reason: 'SysctlForbidden', message: `forbidden sysctl: ${problem}` }),
);
