import { expect, test } from 'vitest';
import { statusText } from './status-text.ts';

const lab: Parameters<typeof statusText>[0] = {
  server: 'https://127.0.0.1:6443',
  console: 'http://127.0.0.1:20001',
  kubeconfig: '/lab/kubeconfig',
  lab: 'PiSMelhSkIOvHnMizK_tWiweFNE0EMtjmMvONSXfH0g',
  revision: 7,
  clock: { now: '2026-01-01T00:00:00.000Z', rate: 1, mode: 'Running', leftBehind: ['kubelet-agent-1'] },
  connections: [
    { service: 'hooks.default.svc', port: null, to: '127.0.0.1:9443' },
    { service: 'shop.default.svc', port: 'http', to: '127.0.0.1:3000' },
  ],
  services: [
    {
      ...{ name: 'kubelet-agent-1', nodes: ['node-1'], pid: 42, state: 'running', uptimeSeconds: 3, memoryBytes: 1_048_576 },
      ...{ simulatedCrashes: 0, restarts: 2 },
      lastEnd: { how: 'exit code 1', at: '2026-01-01T10:20:30.000Z', error: 'RangeError: Invalid string length', restarts: true },
    },
  ],
};

test('the status shows restarts, the last error of a service, and the processes that time goes on without', () => {
  expect(statusText(lab)).toBe(`API         https://127.0.0.1:6443
console     http://127.0.0.1:20001 (npx klockwork console)
kubeconfig  /lab/kubeconfig
lab id      PiSMelhSkIOvHnMizK_tWiweFNE0EMtjmMvONSXfH0g
revision    7
lab time    2026-01-01T00:00:00.000Z (Running, rate 1)
            kubelet-agent-1 does not answer: time goes on without it
connected   hooks.default.svc leads to 127.0.0.1:9443
            shop.default.svc:http leads to 127.0.0.1:3000

SERVICE           STATE     PID   UPTIME   MEMORY   RESTARTS   NODES
kubelet-agent-1   running   42    3s       1 MiB    2          node-1

kubelet-agent-1 ended at 10:20:30Z (exit code 1): RangeError: Invalid string length`);
});

test('the status under docker compose says who knows the services', () => {
  const status = { ...lab, clock: { ...lab.clock, leftBehind: [] }, services: [] };
  expect(statusText(status)).toMatch(/\n\nservices {4}docker compose ps \(on the host\)$/);
});
