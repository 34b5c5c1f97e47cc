import { expect, test } from 'vitest';
import { readLabConfig } from './lab-config.ts';

test('defaults are NATS on the same machine', () => {
  expect(readLabConfig({}, 'scheduler')).toEqual({
    service: 'scheduler',
    cluster: 'lab',
    nats: { servers: ['nats://127.0.0.1:4222'], auth: undefined },
    logLevel: 'info',
    assertQuiet: false,
  });
});

test('an invalid variable is rejected by its name', () => {
  expect(() => readLabConfig({ KLOCKWORK_LOG_LEVEL: 'loud' }, 'x')).toThrow(
    'KLOCKWORK_LOG_LEVEL must be one of debug, info, warn, error, silent, not loud',
  );
});

test('a service may be given a name of its own, and be watched at rest', () => {
  expect(readLabConfig({ KLOCKWORK_SERVICE: 'kubelet-agent-2', KLOCKWORK_ASSERT_QUIET: '1' }, 'x')).toMatchObject({
    service: 'kubelet-agent-2',
    assertQuiet: true,
  });
});
