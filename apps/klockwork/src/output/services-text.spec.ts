import { expect, test } from 'vitest';
import { servicesText } from './services-text.ts';

test('the table has a line for each open port', () => {
  const web = { namespace: 'default', service: 'web', port: 80 };
  const services = [
    { ...web, type: 'LoadBalancer', address: '127.98.62.220:80' },
    { ...web, type: 'NodePort', address: '127.0.0.1:31342' },
  ];
  expect(servicesText({ services, ingresses: [], gateways: [] }).split('\n')).toEqual([
    'NAMESPACE   SERVICE   TYPE           PORT   ADDRESS',
    'default     web       LoadBalancer   80     127.98.62.220:80',
    'default     web       NodePort       80     127.0.0.1:31342',
  ]);
});

test('a lab without such Services prints a sentence', () => {
  const text = 'no Service of type NodePort or LoadBalancer has a TCP port, and there is no Ingress';
  expect(servicesText({ services: [], ingresses: [], gateways: [] })).toBe(text);
});

test('Ingresses have a table of their own', () => {
  const shop = { namespace: 'shop', ingress: 'web', hosts: ['a.example', '*.b.example'], address: '127.96.0.1:80' };
  const plain = { namespace: 'shop', ingress: 'plain', hosts: ['*'], address: '127.96.0.1:80' };
  expect(servicesText({ services: [], ingresses: [plain, { ...shop, tlsAddress: '127.96.0.1:443' }], gateways: [] }).split('\n')).toEqual([
    'NAMESPACE   INGRESS   HOSTS                   HTTP            HTTPS',
    'shop        plain     *                       127.96.0.1:80   -',
    'shop        web       a.example,*.b.example   127.96.0.1:80   127.96.0.1:443',
  ]);
});

test('listeners of Gateways have a table of their own', () => {
  const web = { namespace: 'edge', gateway: 'web', listener: 'http', host: '*.example', protocol: 'HTTP', address: '127.112.0.1:80' };
  expect(servicesText({ services: [], ingresses: [], gateways: [web] }).split('\n')).toEqual([
    'NAMESPACE   GATEWAY   LISTENER   HOST        PROTOCOL   ADDRESS',
    'edge        web       http       *.example   HTTP       127.112.0.1:80',
  ]);
});
