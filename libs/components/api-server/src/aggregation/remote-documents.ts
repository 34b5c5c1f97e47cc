import { checkDepth, DecodeError } from '@klockwork/api-machinery';
import type { StopSignal } from '@klockwork/kernel';
import { readSwagger, type Swagger } from '@klockwork/openapi';
import type { ApiService } from '@klockwork/resources';
import { headerOf } from '@klockwork/userland';
import { callRemote, type RemoteCaller, RemoteError, textOf } from './remote-call.ts';

/** OpenAPI documents of an extension server. */
export interface RemoteDocuments {
  readonly v2: TaggedDocument<Swagger>;
  /** Its URL of the v3 document, with a hash. */
  readonly v3: TaggedDocument<string>;
}

/** Fetched document and its entity tag, empty without one. The value is absent if the server publishes no document. */
interface TaggedDocument<T> {
  readonly tag: string;
  readonly value: T | undefined;
}

const CHARACTERS_MAX = 16 * 1024 * 1024;
const USER = ['X-Remote-User', 'system:aggregator'] as const;
const NONE = { tag: '', value: undefined };

/**
 * Fetches the documents of an APIService's group version; `known`: earlier ones, which an unchanged tag keeps. Rejects with RemoteError. Models
 * `Downloader` of kube-aggregator's `pkg/controllers/openapi/aggregator`, and that of `openapiv3`.
 */
export async function fetchDocuments(
  caller: RemoteCaller,
  apiService: ApiService,
  { known, stop }: { readonly known: RemoteDocuments | undefined; readonly stop: StopSignal },
): Promise<RemoteDocuments> {
  const { group, version } = apiService.spec ?? {};
  const path = `apis/${group}/${version}`;
  const from = { caller, apiService, stop };
  return {
    v2: await fetched(from, '/openapi/v2', { known: known?.v2, read: (value) => readSwagger(value, `/${path}/`) }),
    v3: await fetched(from, '/openapi/v3', { known: known?.v3, read: (value) => urlIn(value, path) }),
  };
}

interface Source {
  readonly caller: RemoteCaller;
  readonly apiService: ApiService;
  readonly stop: StopSignal;
}

async function fetched<T>(
  { caller, apiService, stop }: Source,
  target: string,
  { known, read }: { readonly known: TaggedDocument<T> | undefined; readonly read: (value: unknown) => T | undefined },
): Promise<TaggedDocument<T>> {
  const headers = [USER, ['Accept', 'application/json'], ['Connection', 'close'], ['If-None-Match', known?.tag ?? '']] as const;
  const sentHeaders = headers.filter(([, value]) => value !== '');
  const remote = await callRemote(caller, apiService, { method: 'GET', target, headers: sentHeaders, stop });
  const text = await textOf(remote, CHARACTERS_MAX);
  const { status, head } = remote.answer;
  if (status === 304 && known !== undefined) return known;
  if (status === 404) return NONE;
  if (status !== 200) throw new RemoteError(`failed to retrieve openAPI spec, http error: ${status}`);
  return { tag: headerOf(head, 'ETag') ?? '', value: read(parsed(text)) };
}

/** Parses a document; undefined for malformed or too deep JSON. */
function parsed(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    checkDepth(value);
    return value;
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof DecodeError) return undefined;
    throw error;
  }
}

/** Returns the URL of a document in an index; undefined for another value. */
function urlIn(index: unknown, path: string): string | undefined {
  const { paths } = (index ?? {}) as { readonly paths?: Readonly<Record<string, { readonly serverRelativeURL?: unknown } | null>> | null };
  const url = paths?.[path]?.serverRelativeURL;
  return typeof url === 'string' ? url : undefined;
}
