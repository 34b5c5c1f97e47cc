import type { ApiAnswer, ApiRequest, ApiStream, ApiUpgrade, ByteSink } from '@klockwork/http-api';
import { byteString } from '@klockwork/kernel';
import type { Connection } from '@klockwork/pod-lifecycle';
import { type ApiService, availability } from '@klockwork/resources';
import type { ClientAnswer } from '@klockwork/userland';
import { textAnswer } from '../answers/answers.ts';
import { answerHeaders, passAnswer } from '../proxy/pass-answer.ts';
import { isUpgradeRequest, requestHeaders } from '../proxy/request-headers.ts';
import { upgradeAnswer } from '../proxy/tunnel.ts';
import { administrator, givenGroups } from '../reviews/user.ts';
import type { RequestContext } from '../routing/request-context.ts';
import { callRemote, RemoteError } from './remote-call.ts';

/** Headers that name the user; a client may not set them. */
const USER_HEADERS = /^x-remote-(?:user|uid|group|extra-.*)$/i;

/** Returns the APIService of a path outside this server: `/apis/GROUP/VERSION/…`, and its OpenAPI document. */
export function remoteAt({ services: { remotes } }: RequestContext, segments: readonly string[]): ApiService | undefined {
  const [root, second, ...rest] = segments;
  const [group, version] =
    root === 'openapi' && second === 'v3' && rest[0] === 'apis' ? rest.slice(1) : root === 'apis' ? [second, rest[0]] : [];
  return group === undefined || version === undefined ? undefined : remotes?.apis.at(group, version);
}

/** Passes a request on to an extension server, and returns its answer. Models `proxyHandler` of kube-aggregator. */
export async function proxyRemote(context: RequestContext, apiService: ApiService): Promise<ApiAnswer | ApiStream | ApiUpgrade> {
  const { request, services } = context;
  const { remotes } = services;
  if (remotes === undefined || availability(apiService)?.status !== 'True') return textAnswer(503, 'service unavailable\n');
  const { method, path, query, body, stop } = request;
  try {
    const { answer, connection } = await callRemote(remotes, apiService, {
      ...{ method, stop },
      target: query === '' ? path : `${path}?${query}`,
      headers: [...requestHeaders(request).filter(([name]) => !isReplaced(name)), ...userHeaders(request)],
      ...(body.length > 0 && { body: byteString(body) }),
    });
    if (isUpgradeRequest(request)) return await upgraded(answer, connection);
    return {
      status: answer.status,
      headers: answerHeaders(answer, ''),
      start: (sink: ByteSink) => void passAnswer(answer, connection, sink),
    };
  } catch (error) {
    if (!(error instanceof RemoteError)) throw error;
    remotes.failed(apiService.metadata?.name ?? '');
    return textAnswer(503, `error trying to reach service: ${error.message}`);
  }
}

async function upgraded(answer: ClientAnswer, connection: Connection): Promise<ApiAnswer | ApiUpgrade> {
  const upgrade = await upgradeAnswer(answer, connection);
  return typeof upgrade === 'string' ? textAnswer(503, `${upgrade}\n`) : upgrade;
}

function isReplaced(name: string): boolean {
  return USER_HEADERS.test(name) || name.toLowerCase() === 'host';
}

function userHeaders(request: ApiRequest): (readonly [string, string])[] {
  const { username, groups } = administrator(request.user ?? '');
  return [['X-Remote-User', username], ...(givenGroups(request) ?? groups).map((group) => ['X-Remote-Group', group] as const)];
}
