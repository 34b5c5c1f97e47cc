import { expect, test } from 'vitest';
import { parseHead } from '../../network/http/http-head.ts';
import { delegatedUser } from './delegated-user.ts';

const head = parseHead(
  ['GET / HTTP/1.1', 'X-Remote-User: admin', 'X-Remote-Group: system:masters', 'X-Remote-Group: system:authenticated'].join('\r\n'),
);
const proxy = { authorities: 'CA', names: ['front-proxy-client'] };
const anonymous = { name: 'system:anonymous', groups: ['system:unauthenticated'] };

test.each([
  ['the front proxy names the user', 'front-proxy-client', proxy, { name: 'admin', groups: ['system:masters', 'system:authenticated'] }],
  ['a client without a certificate is anonymous', undefined, proxy, anonymous],
  ['a client with another name is anonymous', 'eve', proxy, anonymous],
  ['a server without a known proxy trusts no headers', 'front-proxy-client', { names: [] }, anonymous],
])('%s', (_, clientName, trusted, user) => {
  expect(delegatedUser(head ?? expect.fail('no head'), clientName, trusted)).toEqual(user);
});
