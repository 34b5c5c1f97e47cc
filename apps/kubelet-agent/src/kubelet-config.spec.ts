import { expect, test } from 'vitest';
import { readKubeletConfig } from './kubelet-config.ts';

const read = (env: Record<string, string>) => readKubeletConfig({ KLOCKWORK_NODES: 'node-1,node-2', ...env });

test('an agent is its nodes, which have no folder of manifests and whose power just goes, unless it is told otherwise', () => {
  expect(read({})).toEqual({ nodes: ['node-1', 'node-2'], profile: 'realistic' });
  const told = {
    KLOCKWORK_MANIFESTS: '/m',
    KLOCKWORK_STATE: '/s',
    KLOCKWORK_SHUTDOWN_GRACE_SECONDS: '30',
    KLOCKWORK_SHUTDOWN_CRITICAL_SECONDS: '10',
  };
  expect(read(told)).toMatchObject({ manifests: '/m', state: '/s', shutdown: { graceSeconds: 30, criticalSeconds: 10 } });
});

test.each([{ KLOCKWORK_SHUTDOWN_GRACE_SECONDS: 'x' }, { KLOCKWORK_SHUTDOWN_GRACE_SECONDS: '5', KLOCKWORK_SHUTDOWN_CRITICAL_SECONDS: '6' }])(
  'a shutdown of %j makes no sense',
  (env) => expect(() => read(env as Record<string, string>)).toThrow('KLOCKWORK_SHUTDOWN_GRACE_SECONDS must be a number of seconds'),
);
