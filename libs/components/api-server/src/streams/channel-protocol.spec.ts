import { expect, test } from 'vitest';
import { type ChannelProtocol, chooseProtocol, decodeMessage, encodeMessage } from './channel-protocol.ts';

const protocol = (name: string) => chooseProtocol(name) as ChannelProtocol;

test.each([
  ['v5.channel.k8s.io', 'v5.channel.k8s.io'],
  ['v5.channel.k8s.io, v4.channel.k8s.io', 'v5.channel.k8s.io'],
  ['v3.channel.k8s.io,v2.channel.k8s.io, v4.channel.k8s.io', 'v4.channel.k8s.io'],
  ['base64.channel.k8s.io', 'base64.channel.k8s.io'],
  [undefined, ''],
  ['graphql-ws', undefined],
])('the protocol for %s is %s', (offered, chosen) => {
  expect(chooseProtocol(offered)?.name).toBe(chosen);
});

test.each([
  ['v5.channel.k8s.io', 1, 'a\u00ff', '\u0001a\u00ff'],
  ['v4.base64.channel.k8s.io', 1, 'a\u00ff', '1Yf8='],
  ['v5.channel.k8s.io', 1, '', '\u0001'],
])('in %s channel %i carries %j as %j', (name, channel, bytes, message) => {
  expect(encodeMessage(protocol(name), channel, bytes)).toBe(message);
  expect(decodeMessage(protocol(name), message)).toEqual({ channel, bytes });
});

test('the end of a channel can be signalled in v5 only', () => {
  expect(decodeMessage(protocol('v5.channel.k8s.io'), '\u00ff\u0000')).toEqual({ channel: 0, bytes: undefined });
  expect(decodeMessage(protocol('v4.channel.k8s.io'), '\u00ff\u0000')).toEqual({ channel: 255, bytes: '\u0000' });
  expect(decodeMessage(protocol('v5.channel.k8s.io'), '')).toBeUndefined();
});
