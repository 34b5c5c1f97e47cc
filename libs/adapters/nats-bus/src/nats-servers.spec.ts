import { expect, test } from 'vitest';
import { parseNatsUrl } from './nats-servers.ts';

test.each([
  ['nats://127.0.0.1:4222', ['nats://127.0.0.1:4222'], undefined],
  ['127.0.0.1:4222', ['nats://127.0.0.1:4222'], undefined],
  ['nats', ['nats://nats'], undefined],
  ['nats://[::1]:4222', ['nats://[::1]:4222'], undefined],
  ['tls://nats.example:4222', ['tls://nats.example:4222'], undefined],
  ['nats://u:p%40ss@a:1, b:2,', ['nats://a:1', 'nats://b:2'], { user: 'u', password: 'p@ss' }],
  ['nats://a:1,nats://secret@b:2', ['nats://a:1', 'nats://b:2'], { token: 'secret' }],
])('%s', (text, servers, auth) => {
  expect(parseNatsUrl(text)).toEqual({ servers, auth });
});

test('an invalid address throws TypeError', () => {
  expect(() => parseNatsUrl('nats://a b')).toThrow(TypeError);
});
