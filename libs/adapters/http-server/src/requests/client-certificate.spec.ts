import { afterEach, describe, expect, test } from 'vitest';
import { PROTOCOLS, whole } from '../testing/clients.ts';
import { closeServers, listeningServer } from '../testing/listening-server.ts';

afterEach(closeServers);

describe.each(PROTOCOLS)('over %s', (_, connect) => {
  async function credentials(choice?: 'valid' | 'foreign') {
    const { address, asked, certificates } = await listeningServer();
    const client = connect(choice === undefined ? address : { ...address, client: certificates[choice] });
    for (let count = 0; count < 2; count++) await whole(client.ask({ method: 'GET', path: '/' }));
    client.close();
    return asked.map(({ user, certificate }) => ({ user, certificate }));
  }

  test('a client with a certificate of the authority is its common name', async () => {
    const certificate = { organizations: [], sha256: expect.stringMatching(/^[0-9a-f]{64}$/) };
    const user = { user: 'front-proxy-client', certificate };
    expect(await credentials('valid')).toEqual([user, user]);
  });

  test('a certificate of another authority is invalid, and leaves other credentials', async () => {
    const user = { user: 'someone', certificate: 'invalid' };
    expect(await credentials('foreign')).toEqual([user, user]);
  });

  test('a client without certificate has its other credentials', async () => {
    const user = { user: 'someone', certificate: undefined };
    expect(await credentials()).toEqual([user, user]);
  });
});
