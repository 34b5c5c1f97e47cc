import { statusErrors } from '@klockwork/api-machinery';
import { type ApiAnswer, type ApiRequest, type ApiStream, type ApiUpgrade, type HttpApi, OutboundError } from '@klockwork/http-api';
import type { ApiError } from '@klockwork/kernel';
import { apiHeaders, fileHeaders, textHeaders } from './answer-headers.ts';
import type { ConsoleSession, ConsoleSessions } from './console-sessions.ts';
import { LABS, type OtherLabs, otherLabRead } from './other-labs.ts';
import { isAbsent, isApiPath, isForDocument, isFromOwnPage, isOwnHost, segmentsOf } from './request-guards.ts';
import { answerOf, requestOf } from './session-streams.ts';
import { isForStream, socketOf, streamRequest } from './stream-socket.ts';

/** Static file. */
export interface SiteFile {
  readonly bytes: Uint8Array;
  readonly contentType: string;
}

/** Static files of the console. */
export interface SiteFiles {
  /** Returns the file at a path such as `assets/main.js`; undefined for all others. */
  read(path: string): Promise<SiteFile | undefined>;
}

export interface ConsoleSiteParts {
  /** API behind the site. */
  readonly api: HttpApi;
  readonly files: SiteFiles;
  readonly sessions: ConsoleSessions;
  /** Host names of the lab, in lower case and without ports. */
  readonly hosts: ReadonlySet<string>;
  /** User of all sessions. */
  readonly user: string;
  readonly otherLabs: OtherLabs;
}

type Answer = ApiAnswer | ApiStream | ApiUpgrade;

const PAGE = 'index.html';
/** Folder of the files beside the page. */
const ASSETS = 'assets';
const LOGIN_AGAIN = 'this link was used already, or is too old: run "npx klockwork console" for another\n';
const FOREIGN = 'only pages of the console may ask';
const NOT_BUILT = 'the console is not built: run "npm run build"\n';

/** Creates the HTTP origin of the console: files, login, and the API for signed-in browsers. */
export function consoleSite(parts: ConsoleSiteParts): HttpApi {
  return { handle: (request) => new SiteRequest(parts, request).answer() };
}

class SiteRequest {
  readonly #parts: ConsoleSiteParts;
  readonly #request: ApiRequest;

  constructor(parts: ConsoleSiteParts, request: ApiRequest) {
    this.#parts = parts;
    this.#request = request;
  }

  async answer(): Promise<Answer> {
    const { path, query, method, headers } = this.#request;
    const segments = segmentsOf(path);
    if (segments === undefined || segmentsOf(query) === undefined) return text(400, 'the address is malformed\n');
    if (!isOwnHost(headers, this.#parts.hosts)) return text(403, 'this host name is not one of the lab\n');
    if (isApiPath(segments)) return this.#guarded((session) => this.#api(segments, session));
    if (segments[0] === LABS) return this.#guarded((session) => this.#otherLab(segments, session));
    if (segments.join('/') === 'logout') return method === 'POST' ? this.#logout() : text(405, 'logout is a POST\n');
    if (method !== 'GET' && method !== 'HEAD') return text(405, 'files are only read\n');
    return segments.join('/') === 'login' ? this.#login() : this.#file(segments);
  }

  /** Returns an answer for a signed-in page of this origin, or a Status. */
  async #guarded(answer: (session: ConsoleSession) => Promise<Answer>): Promise<Answer> {
    const { headers } = this.#request;
    const session = this.#session;
    if (session === undefined) return status(statusErrors.unauthorized());
    return isFromOwnPage(headers) && !isForDocument(headers) ? answer(session) : forbidden(FOREIGN);
  }

  /** Relays a read to another lab of the user, or lists these labs. */
  async #otherLab(segments: readonly string[], session: ConsoleSession): Promise<Answer> {
    const { otherLabs } = this.#parts;
    const read = otherLabRead(requestOf(this.#request, session), segments);
    if (read === undefined) return forbidden('only timelines of other labs are read here');
    if (read === 'list') return json(JSON.stringify(await otherLabs.list()));
    try {
      const answer = await otherLabs.read(read.id, read);
      return answer === undefined ? text(404, 'no such lab stands beside this one\n') : answerOf(answer, session);
    } catch (error) {
      if (!(error instanceof OutboundError)) throw error;
      return text(502, `the other lab does not answer: ${error.message}\n`);
    }
  }

  /** Returns the API's answer. */
  async #api(segments: readonly string[], session: ConsoleSession): Promise<Answer> {
    const { headers } = this.#request;
    if (isAbsent(segments)) return forbidden('programs of the cluster are not reachable from the console');
    if (headers.upgrade !== undefined && headers.upgrade.toLowerCase() !== 'websocket') return text(400, 'only WebSockets are supported\n');
    const { cookie: _, origin: __, ...others } = headers;
    const own = { ...this.#request, user: this.#parts.user, headers: { ...others, 'user-agent': 'klockwork-console' } };
    const apiRequest = requestOf(own, session);
    if (!isForStream(apiRequest, segments)) return answerOf(await this.#parts.api.handle(apiRequest), session);
    const answer = await this.#parts.api.handle(streamRequest(apiRequest));
    if ('type' in answer) return text(400, 'this path has no stream\n');
    return answerOf('body' in answer && answer.status >= 400 ? answer : socketOf(answer), session);
  }

  /**
   * Exchanges a code for a cookie. Browsers that store no `__Host-` cookie over http come back without it, and receive a plain one for a
   * second code.
   */
  #login(): ApiAnswer {
    const { sessions } = this.#parts;
    const form = sessions.redeem(/(?:^|&)code=([\w-]+)/.exec(this.#request.query)?.[1] ?? '');
    if (form === undefined) return this.#session === undefined ? text(403, LOGIN_AGAIN) : redirect('/');
    if (form === 'prefixed') return redirect(`/login?code=${sessions.newCode('plain')}`, sessions.newCookie('prefixed'));
    return this.#session === undefined ? redirect('/', sessions.newCookie('plain')) : redirect('/');
  }

  #logout(): ApiAnswer {
    const session = this.#session;
    if (session === undefined) return status(statusErrors.unauthorized());
    if (!isFromOwnPage(this.#request.headers)) return forbidden(FOREIGN);
    return { status: 204, headers: { ...textHeaders(), 'set-cookie': this.#parts.sessions.end(session) }, body: '' };
  }

  /** Returns a file; the page itself for the paths of its views. These may contain dots in their second segment: `/objects/deployments.apps`. */
  async #file(segments: readonly string[]): Promise<ApiAnswer> {
    const { files } = this.#parts;
    const path = segments.join('/');
    const isFile = segments[0]?.includes('.') || segments[0] === ASSETS;
    const name = isFile ? path : PAGE;
    const file = await files.read(name);
    if (file !== undefined) return { status: 200, headers: fileHeaders(name, file.contentType), body: file.bytes };
    return name === PAGE ? text(503, NOT_BUILT) : text(404, 'not found\n');
  }

  get #session(): ConsoleSession | undefined {
    return this.#parts.sessions.sessionOf(this.#request.headers.cookie);
  }
}

function text(code: number, body: string): ApiAnswer {
  return { status: code, headers: textHeaders(), body };
}

function json(body: string): ApiAnswer {
  return { status: 200, headers: apiHeaders({ 'content-type': 'application/json' }), body };
}

function status(error: ApiError): ApiAnswer {
  const { status: object } = error;
  return { status: object.code, headers: apiHeaders({ 'content-type': 'application/json' }), body: JSON.stringify(object) };
}

function forbidden(detail: string): ApiAnswer {
  return status(statusErrors.forbidden({ group: '', resource: '' }, '', detail));
}

function redirect(location: string, cookie?: string): ApiAnswer {
  return { status: 303, headers: { ...textHeaders(), location, ...(cookie !== undefined && { 'set-cookie': cookie }) }, body: '' };
}
