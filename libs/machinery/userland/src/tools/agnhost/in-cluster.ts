import { FileError } from '@klockwork/files';
import { utf8 } from '@klockwork/kernel';
import { ask, NoAnswerError } from '../../network/http/http-client.ts';
import type { Url } from '../../network/http/url.ts';
import { type Distrust, DistrustError, distrustOf } from '../../network/tls.ts';
import type { Process } from '../../process.ts';
import { connectToAny } from '../network/connect-to-any.ts';
import { DeadlineError, within } from '../network/deadline.ts';
import { lookUpHost } from '../network/resolver.ts';
import type { HttpGet } from './http-get.ts';

const FOLDER = '/var/run/secrets/kubernetes.io/serviceaccount';
const LIMIT_MS = 30_000;
/** Go's words for a certificate that is not trusted. */
const DISTRUST: Readonly<Record<Distrust, string>> = {
  'self-signed': 'x509: certificate signed by unknown authority',
  'unknown-authority': 'x509: certificate signed by unknown authority',
  'other-name': 'x509: certificate is not valid for the requested name',
};

/** Credentials of a pod's service account. Models `rest.InClusterConfig`. */
export interface InClusterConfig {
  readonly host: string;
  readonly port: number;
  readonly token: string;
  /** Certificates in PEM. */
  readonly authorities: string;
}

/** Reads the credentials of the pod, or returns the reason why it has none. */
export function inClusterConfig({ environment, files }: Process): InClusterConfig | string {
  const [host = '', port = ''] = ['KUBERNETES_SERVICE_HOST', 'KUBERNETES_SERVICE_PORT'].map((name) => environment.get(name) ?? '');
  if (host === '' || port === '')
    return 'unable to load in-cluster configuration, KUBERNETES_SERVICE_HOST and KUBERNETES_SERVICE_PORT must be defined';
  try {
    return { host, port: Number(port), token: files.read(`${FOLDER}/token`), authorities: files.read(`${FOLDER}/ca.crt`) };
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    return `open ${FOLDER}/token: ${error.message.toLowerCase()}`;
  }
}

/** Sends a GET request over TLS, with the credentials of a pod. */
export async function clusterGet(process: Process, config: Pick<InClusterConfig, 'token' | 'authorities'>, url: Url): Promise<HttpGet> {
  const { host, port, target } = url;
  const failure = (reason: string) => ({ error: `Get "https://${host}${port === 443 ? '' : `:${port}`}${target}": ${reason}` });
  const lookup = await lookUpHost(process, host);
  if ('failure' in lookup) return failure(`dial tcp: lookup ${host}: no such host`);
  const connection = await connectToAny(process, lookup.addresses, port, LIMIT_MS);
  if ('failure' in connection) return failure(`dial tcp ${connection.address}:${port}: connect: ${connection.message.toLowerCase()}`);
  const headers = [['Host', host], ['User-Agent', 'agnhost'], ...bearer(config.token)] as const;
  try {
    const judge = async (certificate: Parameters<typeof distrustOf>[0]) => {
      const why = distrustOf(certificate, host, config.authorities);
      if (why !== undefined) throw new DistrustError(why);
    };
    const answer = await within(process, LIMIT_MS, () => ask(connection, { method: 'GET', target, headers, tls: true, judge }));
    let body = '';
    for await (const part of answer.body) body += part;
    return { status: answer.status, body: utf8.decode(body) };
  } catch (error) {
    if (error instanceof DistrustError) return failure(`tls: failed to verify certificate: ${DISTRUST[error.why]}`);
    if (error instanceof NoAnswerError || error instanceof DeadlineError) return failure('EOF');
    throw error;
  } finally {
    connection.close();
  }
}

function bearer(token: string): readonly (readonly [string, string])[] {
  return token === '' ? [] : [['Authorization', `Bearer ${token.trim()}`]];
}
