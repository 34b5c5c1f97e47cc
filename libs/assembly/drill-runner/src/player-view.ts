import { statusErrors } from '@klockwork/api-machinery';
import type { ApiAnswer, ApiRequest, HttpApi } from '@klockwork/http-api';
import { decodeUtf8 } from '@klockwork/kernel';
import { statusAnswer } from './status-answer.ts';

/** Label of objects that a drill made, and that its player must not see. */
export const HIDDEN_LABEL = 'drill.klockwork.dev/hidden';

/** Write of a player that the API accepted. */
export interface PlayerWrite {
  readonly method: string;
  /** Path with its query. */
  readonly path: string;
  readonly contentType: string;
  readonly body: string;
}

type Answer = Awaited<ReturnType<HttpApi['handle']>>;

const FAULTS = { group: 'klockwork.dev', resource: 'faults' } as const;
const FAULT_PATH = /^\/apis\/klockwork\.dev\/v1alpha1\/(?:watch\/)?faults(?:\/([^/]+))?(?:\/[^/]+)?$/;
const EVENT_PATH = /^\/(api\/v1|apis\/events\.k8s\.io\/v1)\/(?:watch\/)?(?:namespaces\/[^/]+\/)?events$/;
/** Paths of lab time and health below `/klockwork/v1/`; the others tell causes and history. */
const OPEN_PATH = /^\/klockwork\/v1\/(clock|status)(\/|$)/;
const CLOSED_PATH = /^\/(klockwork\/v1|at|replay)(\/|$)/;
/** Writes that change no object of a player's repair. */
const UNRECORDED_PATH = /^\/apis\/(klockwork\.dev\/v1alpha1\/clocks|authorization\.k8s\.io|authentication\.k8s\.io)(\/|$)|^\/klockwork\//;
const READS = ['GET', 'HEAD', 'OPTIONS'];
const ERROR_MIN = 300;

/**
 * View of a player on the API of a drill: hides objects with {@link HIDDEN_LABEL}, Events about Faults, causes and the past. Notes accepted
 * writes. The log and the processes of the cluster are not behind it.
 */
export class PlayerView implements HttpApi {
  readonly #api: HttpApi;
  readonly #onWrite: (write: PlayerWrite) => void;

  constructor(api: HttpApi, onWrite: (write: PlayerWrite) => void) {
    this.#api = api;
    this.#onWrite = onWrite;
  }

  async handle(request: ApiRequest): Promise<Answer> {
    const path = pathOf(request);
    if (CLOSED_PATH.test(path) && !OPEN_PATH.test(path)) return statusAnswer(closed());
    const fault = FAULT_PATH.exec(path);
    if (fault?.[1] !== undefined && (await this.#isHidden(request, fault[1]))) return statusAnswer(statusErrors.notFound(FAULTS, fault[1]));
    const answer = await this.#api.handle(this.#narrowed(request, fault !== null));
    this.#note(request, answer);
    return answer;
  }

  /** Narrows the selectors of a list, a watch or a deletion of many. */
  #narrowed(request: ApiRequest, isFault: boolean): ApiRequest {
    if (request.method === 'POST') return request;
    if (isFault) return withSelector(request, 'labelSelector', `!${HIDDEN_LABEL}`);
    const event = EVENT_PATH.exec(pathOf(request));
    if (event === null) return request;
    return withSelector(request, 'fieldSelector', event[1] === 'api/v1' ? 'involvedObject.kind!=Fault' : 'regarding.kind!=Fault');
  }

  /** Asks the API: labels of a Fault decide at the moment of the request. */
  async #isHidden(request: ApiRequest, name: string): Promise<boolean> {
    const { user, stop } = request;
    const query = `labelSelector=${encodeURIComponent(HIDDEN_LABEL)}&fieldSelector=${encodeURIComponent(`metadata.name=${name}`)}`;
    const path = '/apis/klockwork.dev/v1alpha1/faults';
    const read = { method: 'GET', path, query, headers: { accept: 'application/json' }, body: new Uint8Array(), text: '', user, stop };
    const answer = await this.#api.handle(read);
    if (!('body' in answer) || answer.status >= ERROR_MIN) return false;
    return (JSON.parse(textOf(answer)) as { readonly items: readonly unknown[] }).items.length > 0;
  }

  #note(request: ApiRequest, answer: Answer): void {
    const { method, path, query, headers, body, text } = request;
    if (READS.includes(method) || UNRECORDED_PATH.test(path) || /(^|&)dryRun=/.test(query)) return;
    if (!('body' in answer) || answer.status >= ERROR_MIN) return;
    const whole = query === '' ? path : `${path}?${query}`;
    this.#onWrite({ method, path: whole, contentType: headers['content-type'] ?? 'application/json', body: text ?? decodeUtf8(body) });
  }
}

/** Adds a requirement to a selector. A second selector of the same name has no effect in the API, so the first one is taken. */
function withSelector(request: ApiRequest, name: 'labelSelector' | 'fieldSelector', selector: string): ApiRequest {
  const pairs = request.query.split('&').filter((pair) => pair !== '');
  const isOwn = (pair: string): boolean => decoded(pair.split('=', 1)[0] ?? '') === name;
  const own = pairs.find(isOwn)?.replace(/^[^=]*=?/, '') ?? '';
  const others = pairs.filter((pair) => !isOwn(pair));
  const whole = `${name}=${own === '' ? '' : `${own},`}${encodeURIComponent(selector)}`;
  return { ...request, query: [...others, whole].join('&') };
}

/** Returns the path as the API reads it: decoded, without empty segments. */
function pathOf({ path }: ApiRequest): string {
  return `/${decoded(path)
    .split('/')
    .filter((segment) => segment !== '')
    .join('/')}`;
}

/** Returns a percent-encoded text as the API reads it; a malformed one as it is, which the API refuses. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch (error) {
    if (error instanceof URIError) return text;
    throw error;
  }
}

function closed() {
  return statusErrors.forbidden(
    { group: '', resource: '' },
    '',
    'causes, log and past of a drill are hidden from its player until the end',
  );
}

function textOf({ body }: ApiAnswer): string {
  if (typeof body === 'string') return body;
  return body instanceof Uint8Array ? decodeUtf8(body) : [...body.texts].join('');
}
