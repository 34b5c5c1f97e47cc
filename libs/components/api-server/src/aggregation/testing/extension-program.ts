import { settled } from '@klockwork/cluster-api/testing';
import { StoppedError, StopSource } from '@klockwork/kernel';
import { ConnectionError } from '@klockwork/pod-lifecycle';
import type { HostDialer, HostTls } from '@klockwork/userland';
import { type InMemoryApiServer, inMemoryApiServer } from '../../testing/index.ts';

export const API_SERVICES = '/apis/apiregistration.k8s.io/v1/apiservices';
export const SERVICES = '/api/v1/namespaces/default/services';
const CONNECTIONS = '/apis/klockwork.dev/v1alpha1/namespaces/default/connections';
const LIST = {
  kind: 'APIResourceList',
  groupVersion: 'wardle.example.com/v1',
  resources: [
    { name: 'flunders', singularName: 'flunder', namespaced: true, kind: 'Flunder', verbs: ['get', 'list'], shortNames: ['fl'] },
    { name: 'flunders/status', singularName: '', namespaced: true, kind: 'Flunder', verbs: ['get'] },
  ],
};

/** An extension server: answers by path, and records requests and TLS. */
export class Program implements HostDialer {
  readonly heard: string[] = [];
  readonly tls: (HostTls | undefined)[] = [];
  isUp = true;
  /** Leaves requests without an answer until their connection closes. */
  isSilent = false;
  /** Entity tag of all answers; '' for none. */
  tag = '';
  /** Path that is answered with 500. */
  failing = '';
  answers: Record<string, object> = { '/apis/wardle.example.com/v1': LIST };

  async dial(_: object, __: object, tls?: HostTls) {
    if (!this.isUp) throw new ConnectionError('refused');
    this.tls.push(tls);
    let answer: string | undefined;
    const closed = new StopSource();
    const untilClosed = new Promise<never>((_, reject) => closed.onStop(() => reject(new StoppedError())));
    untilClosed.catch(() => {});
    return {
      write: (bytes: string) => {
        this.heard.push(bytes);
        answer = this.#answerTo(bytes.split(' ')[1] ?? '', bytes);
        return undefined;
      },
      read: async () => {
        if (this.isSilent) await untilClosed;
        const bytes = answer;
        answer = undefined;
        return bytes;
      },
      end() {},
      close: () => closed.stop(),
      reset: () => closed.stop(),
    };
  }

  #answerTo(path: string, request: string): string {
    const found = this.answers[path.replace(/\?.*/, '')];
    const body = JSON.stringify(found ?? { message: 'none' });
    const isKnown = this.tag !== '' && request.includes(`If-None-Match: ${this.tag}\r\n`);
    const status = isKnown ? 304 : path === this.failing ? 500 : found === undefined ? 404 : 200;
    const head = `HTTP/1.1 ${status} X\r\nContent-Type: application/json\r\nETag: ${this.tag}\r\n`;
    return isKnown ? `${head}\r\n` : `${head}Content-Length: ${body.length}\r\n\r\n${body}`;
  }
}

export const apiService = (fields: object = {}) => ({
  ...{ apiVersion: 'apiregistration.k8s.io/v1', kind: 'APIService', metadata: { name: 'v1.wardle.example.com' } },
  spec: {
    ...{ group: 'wardle.example.com', version: 'v1', groupPriorityMinimum: 2_000, versionPriority: 10 },
    service: { namespace: 'default', name: 'api' },
    caBundle: 'Q0E=',
    ...fields,
  },
});

export async function connectedServer(program = new Program()) {
  const client = { certificate: 'C', key: 'K' };
  const server = await inMemoryApiServer({ admission: [], remote: { dialer: program, client } });
  await server.client.post(API_SERVICES, apiService());
  await settled();
  await server.client.post(SERVICES, { apiVersion: 'v1', kind: 'Service', metadata: { name: 'api' }, spec: { ports: [{ port: 443 }] } });
  await server.client.post(CONNECTIONS, {
    ...{ apiVersion: 'klockwork.dev/v1alpha1', kind: 'Connection', metadata: { name: 'api' } },
    spec: { to: '127.0.0.1:9443' },
  });
  await settled();
  return { ...server, program };
}

export async function condition({ client }: Pick<InMemoryApiServer, 'client'>) {
  const [found] = (await client.get(`${API_SERVICES}/v1.wardle.example.com`)).json.status?.conditions ?? [];
  return found && [found.status, found.reason, found.message];
}
