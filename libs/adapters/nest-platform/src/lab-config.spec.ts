import { expect, it } from 'vitest';
import { readLabConfig } from './lab-config.ts';

it('a service that is told nothing looks for NATS on its own machine', () => {
  expect(readLabConfig({}, 'scheduler')).toEqual({
    service: 'scheduler',
    cluster: 'lab',
    nats: { servers: ['nats://127.0.0.1:4222'] },
    logLevel: 'info',
    assertQuiet: false,
  });
});

it('the servers of a cluster and the credentials may be in the address', () => {
  expect(readLabConfig({ NATS_URL: 'nats://me:s%40crt@a:4222, b:4223' }, 'scheduler').nats).toEqual({
    servers: ['nats://a:4222', 'nats://b:4223'],
    auth: { user: 'me', password: 's@crt' },
  });
});

it('credentials of their own come before those in the address', () => {
  const env = { NATS_URL: 'nats://me:secret@a:4222', NATS_USER: 'you', NATS_PASSWORD: 'other' };
  expect(readLabConfig(env, 'scheduler').nats.auth).toEqual({ user: 'you', password: 'other' });
});

it('what cannot be understood is refused by the name of its variable', () => {
  expect(() => readLabConfig({ KLOCKWORK_LOG_LEVEL: 'loud' }, 'x')).toThrow(
    'KLOCKWORK_LOG_LEVEL must be one of debug, info, warn, error, silent, not loud',
  );
});

it('a service may be given a name of its own, and be watched at rest', () => {
  expect(readLabConfig({ KLOCKWORK_SERVICE: 'kubelet-agent-2', KLOCKWORK_ASSERT_QUIET: '1' }, 'x')).toMatchObject({
    service: 'kubelet-agent-2',
    assertQuiet: true,
  });
});
