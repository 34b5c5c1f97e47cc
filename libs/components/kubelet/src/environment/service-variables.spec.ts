import type { Service } from '@klockwork/kubernetes-types';
import { describe, expect, test } from 'vitest';
import { serviceVariables } from './service-variables.ts';

function service(name: string, namespace: string, clusterIP: string, ports: object[] = [{ port: 80 }]): Service {
  return { metadata: { name, namespace }, spec: { clusterIP, ports } } as Service;
}

const api = service('kubernetes', 'default', '10.96.0.1', [{ name: 'https', port: 443, protocol: 'TCP' }]);
const API = {
  KUBERNETES_SERVICE_HOST: '10.96.0.1',
  KUBERNETES_SERVICE_PORT: '443',
  KUBERNETES_SERVICE_PORT_HTTPS: '443',
  KUBERNETES_PORT: 'tcp://10.96.0.1:443',
  KUBERNETES_PORT_443_TCP: 'tcp://10.96.0.1:443',
  KUBERNETES_PORT_443_TCP_PROTO: 'tcp',
  KUBERNETES_PORT_443_TCP_PORT: '443',
  KUBERNETES_PORT_443_TCP_ADDR: '10.96.0.1',
};

describe('the variables of Services', () => {
  test("a pod without links gets variables of the API's Service only", () => {
    expect(serviceVariables([api, service('web', 'shop', '10.96.1.1')], 'shop', false)).toEqual(API);
  });

  test("a pod gets variables of its namespace's Services with an address", () => {
    const services = [
      service('2-redis.main', 'shop', '10.96.1.2', [{ port: 6379 }, { name: 'metrics-tls', port: 53, protocol: 'UDP' }]),
      service('other', 'default', '10.96.1.3'),
      service('headless', 'shop', 'None'),
      service('pending', 'shop', ''),
    ];
    expect(serviceVariables(services, 'shop', true)).toEqual({
      _2_REDIS_MAIN_SERVICE_HOST: '10.96.1.2',
      _2_REDIS_MAIN_SERVICE_PORT: '6379',
      _2_REDIS_MAIN_SERVICE_PORT_METRICS_TLS: '53',
      _2_REDIS_MAIN_PORT: 'tcp://10.96.1.2:6379',
      _2_REDIS_MAIN_PORT_6379_TCP: 'tcp://10.96.1.2:6379',
      _2_REDIS_MAIN_PORT_6379_TCP_PROTO: 'tcp',
      _2_REDIS_MAIN_PORT_6379_TCP_PORT: '6379',
      _2_REDIS_MAIN_PORT_6379_TCP_ADDR: '10.96.1.2',
      _2_REDIS_MAIN_PORT_53_UDP: 'udp://10.96.1.2:53',
      _2_REDIS_MAIN_PORT_53_UDP_PROTO: 'udp',
      _2_REDIS_MAIN_PORT_53_UDP_PORT: '53',
      _2_REDIS_MAIN_PORT_53_UDP_ADDR: '10.96.1.2',
    });
  });

  test("a Service of the same name does not hide the API's", () => {
    const own = service('kubernetes', 'shop', '10.96.9.9');
    expect(serviceVariables([api, own], 'shop', false)).toEqual(API);
  });
});
