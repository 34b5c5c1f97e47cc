import { expect, test } from 'vitest';
import { bearerToken } from './bearer-token.ts';

const protocol = (text: string) => `base64url.bearer.authorization.k8s.io.${text}`;

test.each([
  ['its header', { authorization: 'Bearer abc' }, 'abc'],
  ['a subprotocol among others', { 'sec-websocket-protocol': `${protocol('YT8-_w')}, b` }, 'a?>\ufffd'],
  ['a single subprotocol, without another to accept', { 'sec-websocket-protocol': protocol('YWJj') }, undefined],
  ['two subprotocols', { 'sec-websocket-protocol': `${protocol('YWJj')}, ${protocol('ZA')}, b` }, undefined],
  ['no header', { 'sec-websocket-protocol': 'v5.channel.k8s.io' }, undefined],
  ['a header of another kind', { authorization: 'Basic abc' }, undefined],
])("a request's token is read from %s", (_, headers, token) => {
  expect(bearerToken(headers)).toBe(token);
});
