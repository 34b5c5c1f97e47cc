import type { OutboundRequest } from '@klockwork/http-api';
import { decodeBase64, decodeUtf8 } from '@klockwork/kernel';
import type { ApiextensionsV1WebhookClientConfig } from '@klockwork/kubernetes-types';
import type { ServiceDialer } from '../proxy/service-dialer.ts';

/** Address of a program, and how to connect to it. */
export type ClientTarget = Pick<OutboundRequest, 'url' | 'authorities' | 'serverName' | 'program' | 'dial'>;

const PORT = 443;

/** Returns the address for a webhook's client configuration. Models `hookClientConfig` of `k8s.io/apiserver/pkg/util/webhook`. */
export function targetOfClient(dialer: ServiceDialer, config: ApiextensionsV1WebhookClientConfig, timeoutSeconds: number): ClientTarget {
  const { service, url = '', caBundle = '' } = config;
  const query = `?timeout=${timeoutSeconds}s`;
  const authorities = caBundle === '' ? {} : { authorities: decodeUtf8(decodeBase64(caBundle)) };
  if (service === undefined) return { url: `${withPath(url)}${query}`, ...authorities };
  const { name, namespace, path = '', port = PORT } = service;
  const address = { namespace, name, port };
  const program = dialer.programOf(address);
  const serverName = `${name}.${namespace}.svc`;
  return {
    url: `https://${serverName}:${port}${path.startsWith('/') ? path : `/${path}`}${query}`,
    serverName,
    ...authorities,
    ...(program === undefined ? { dial: () => dialer.dial(address) } : { program }),
  };
}

function withPath(url: string): string {
  return /^https:\/\/[^/]+$/.test(url) ? `${url}/` : url;
}
