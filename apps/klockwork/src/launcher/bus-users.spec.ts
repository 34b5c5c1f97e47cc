import { permissionsOf } from '@klockwork/bus';
import { expect, test } from 'vitest';
import { busUsersOf } from './bus-users.ts';

test('each process of a lab is a user with a secret and a role of its own', () => {
  const processes = [
    { service: 'launcher', nodes: [] },
    { service: 'api-server', nodes: [] },
    { service: 'scheduler', nodes: [] },
    { service: 'kubelet-agent-1', nodes: ['node-7', 'node-300'] },
  ];
  const nodes = [
    { name: 'node-7', podRange: '10.244.7', address: '172.18.0.7' },
    { name: 'node-300', podRange: '10.245.44', address: '172.18.1.44' },
  ];
  expect(busUsersOf('lab', processes, (user) => `secret of ${user}`)).toEqual([
    { user: 'launcher', password: 'secret of launcher', permissions: permissionsOf('lab', 'launcher', { type: 'clock' }) },
    { user: 'api-server', password: 'secret of api-server', permissions: permissionsOf('lab', 'api-server', { type: 'api-server' }) },
    { user: 'scheduler', password: 'secret of scheduler', permissions: permissionsOf('lab', 'scheduler', { type: 'controller' }) },
    {
      user: 'kubelet-agent-1',
      password: 'secret of kubelet-agent-1',
      permissions: permissionsOf('lab', 'kubelet-agent-1', { type: 'agent', nodes }),
    },
  ]);
});
