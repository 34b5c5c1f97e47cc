import { SeededRandom, StopSource } from '@klockwork/kernel';
import { type PublicTokenKey, seededTokenSigner } from '@klockwork/resources';
import { expect, test } from 'vitest';
import { inMemoryApiServer } from '../testing/index.ts';
import { issuerDocument } from './issuer-discovery.ts';

const KEY: PublicTokenKey = { use: 'sig', kty: 'EC', kid: 'a', crv: 'P-256', alg: 'ES256', x: 'b', y: 'c' };
const SIGNER = { ...seededTokenSigner(new SeededRandom(1)), algorithm: 'ES256', keyId: 'a', publicKey: KEY } as const;

test('the discovery document of the issuer has the form and the headers of upstream', () => {
  expect(issuerDocument(['.well-known', 'openid-configuration'], SIGNER)).toEqual({
    status: 200,
    headers: { 'content-type': 'application/json', 'cache-control': 'public, max-age=3600' },
    body: '{"issuer":"https://kubernetes.default.svc.cluster.local","jwks_uri":"https://172.18.255.1:6443/openid/v1/jwks","response_types_supported":["id_token"],"subject_types_supported":["public"],"id_token_signing_alg_values_supported":["ES256"]}',
  });
});

test('the keys of the issuer have the form and the headers of upstream', () => {
  expect(issuerDocument(['openid', 'v1', 'jwks'], SIGNER)).toEqual({
    status: 200,
    headers: { 'content-type': 'application/jwk-set+json', 'cache-control': 'public, max-age=3600' },
    body: '{"keys":[{"use":"sig","kty":"EC","kid":"a","crv":"P-256","alg":"ES256","x":"b","y":"c"}]}',
  });
});

test('a cluster in one process publishes no key', async () => {
  const { client } = await inMemoryApiServer();
  expect((await client.get('/openid/v1/jwks')).text).toBe('{"keys":[]}');
});

test('documents of the issuer are in the index of paths, and need credentials and a GET', async () => {
  const { client, http } = await inMemoryApiServer();
  const paths = ['/.well-known/openid-configuration', '/openid/v1/jwks'];
  expect((await client.get('/')).json.paths).toEqual(expect.arrayContaining(paths));
  for (const path of paths) {
    expect((await client.send('POST', path, {})).status).toBe(405);
    const anonymous = await http.handle({
      method: 'GET',
      path,
      query: '',
      headers: {},
      body: new Uint8Array(),
      user: undefined,
      stop: new StopSource(),
    });
    expect(anonymous).toMatchObject({ status: 403 });
  }
});
