import { bytesOf, encodeBase64 } from '@klockwork/kernel';
import type { Ingress, Secret } from '@klockwork/resources';
import { expect, test } from 'vitest';
import { ingressKeys } from './ingress-keys.ts';

const withTls = (name: string, tls: readonly object[]) => ({ metadata: { namespace: 'shop', name }, spec: { tls } }) as Ingress;
const base64 = (text: string) => encodeBase64(bytesOf(text));
const aSecret = (name: string, type = 'kubernetes.io/tls'): Secret => {
  return { metadata: { name }, type, data: { 'tls.crt': base64(`certificate ${name}`), 'tls.key': base64(`key ${name}`) } };
};
const secrets = [aSecret('exact'), aSecret('wild'), aSecret('any'), aSecret('opaque', 'Opaque')];
const secret = (namespace: string, name: string) =>
  namespace === 'shop' ? secrets.find(({ metadata }) => metadata?.name === name) : undefined;
const named = withTls('a', [
  { hosts: ['*.shop.example'], secretName: 'wild' },
  { hosts: ['gone.example'], secretName: 'gone' },
  { hosts: ['opaque.example'], secretName: 'opaque' },
]);
const exact = withTls('b', [{ hosts: ['www.shop.example'], secretName: 'exact' }]);
const unnamed = withTls('c', [{ secretName: 'any' }]);

test.each([
  ['www.shop.example', [named, exact], 'exact'],
  ['WWW.shop.example', [named, exact], 'exact'],
  ['img.shop.example', [named, exact], 'wild'],
  ['a.b.shop.example', [named, exact], undefined],
  ['shop.example', [named, exact], undefined],
  ['gone.example', [named], undefined],
  ['opaque.example', [named], undefined],
  ['other.example', [named, unnamed], 'any'],
])('the name %s has the certificate of its entry', (name, ingresses, expected) => {
  expect(ingressKeys(name, { ingresses: () => ingresses, secret })).toEqual(
    expected && { certificate: `certificate ${expected}`, key: `key ${expected}` },
  );
});
