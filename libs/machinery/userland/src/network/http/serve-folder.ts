import { FileError, type Files } from '@klockwork/files';
import type { LabTime } from '@klockwork/kernel';
import { formatTime } from '../../tools/date.ts';
import type { HttpHeader } from './http-head.ts';
import type { HttpAnswer, HttpRequest } from './http-server.ts';
import { reasonPhrase } from './reason-phrase.ts';

/** Folder served over HTTP, with its page layout. */
export interface ServedFolder {
  readonly files: Files;
  /** `/usr/share/nginx/html` */
  readonly folder: string;
  /** `Server` header: `nginx/1.27.3`; omitted when empty. */
  readonly server: string;
  now(): LabTime;
  /** Error and listing pages; default: nginx's. */
  readonly pages?: ServerPages;
}

/** HTML pages of a server. */
export interface ServerPages {
  /** Error page. */
  error(status: number): string;
  /** Listing of a folder without an index; `path` is the request path. */
  listing(place: string, path: string): string;
}

const TYPES: Readonly<Record<string, string>> = {
  css: 'text/css',
  gif: 'image/gif',
  htm: 'text/html',
  html: 'text/html',
  ico: 'image/x-icon',
  jpeg: 'image/jpeg',
  jpg: 'image/jpeg',
  js: 'application/javascript',
  json: 'application/json',
  png: 'image/png',
  svg: 'image/svg+xml',
  txt: 'text/plain',
  xml: 'text/xml',
};
const ANY_TYPE = 'application/octet-stream';
const INDEX = 'index.html';

/** Serves current files like nginx: a folder by its index, a missing file by an error page. */
export function answerFromFolder(folder: ServedFolder, { line, head }: HttpRequest): HttpAnswer {
  if (line.method !== 'GET' && line.method !== 'HEAD') return errorAnswer(folder, 405);
  const path = pathOf(line.target);
  if (path === undefined) return errorAnswer(folder, 400);
  try {
    return fileAnswer(folder, path, head.headers);
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    return errorAnswer(folder, error.code === 'EACCES' ? 403 : 404);
  }
}

function fileAnswer(servedFolder: ServedFolder, path: string, requestHeaders: readonly HttpHeader[]): HttpAnswer {
  const { files, folder } = servedFolder;
  const place = `${folder}${path}`;
  if (files.stat(place).type === 'folder') {
    if (!path.endsWith('/')) return errorAnswer(servedFolder, 301, [['Location', `${hostOf(requestHeaders)}${path}/`]]);
    if (files.exists(`${place}${INDEX}`)) return fileAnswer(servedFolder, `${path}${INDEX}`, requestHeaders);
    if (servedFolder.pages === undefined) return errorAnswer(servedFolder, 403);
    return { status: 200, headers: commonHeaders(servedFolder, 'text/html; charset=utf-8'), body: servedFolder.pages.listing(place, path) };
  }
  const body = files.read(place);
  const { modifiedAt } = files.stat(place);
  const tag = `"${Math.floor(modifiedAt / 1000).toString(16)}-${body.length.toString(16)}"`;
  const headers = [
    ...commonHeaders(servedFolder, TYPES[/\.(\w+)$/.exec(path)?.[1] ?? ''] ?? ANY_TYPE),
    ['Last-Modified', httpDate(modifiedAt)],
    ['ETag', tag],
    ['Accept-Ranges', 'bytes'],
  ] as const;
  return { status: 200, headers, body };
}

/** `http://web` from the `Host` header; empty without one. */
function hostOf(requestHeaders: readonly HttpHeader[]): string {
  const host = requestHeaders.find(([name]) => name.toLowerCase() === 'host')?.[1];
  return host === undefined ? '' : `http://${host}`;
}

function errorAnswer(folder: ServedFolder, status: number, more: readonly HttpHeader[] = []): HttpAnswer {
  const title = `${status} ${reasonPhrase(status)}`;
  const sign = folder.server === '' ? '' : `<hr><center>${folder.server}</center>\r\n`;
  const own = folder.pages?.error(status);
  if (own !== undefined) return { status, headers: [...commonHeaders(folder, 'text/html;charset=utf-8'), ...more], body: own };
  const body = `<html>\r\n<head><title>${title}</title></head>\r\n<body>\r\n<center><h1>${title}</h1></center>\r\n${sign}</body>\r\n</html>\r\n`;
  return { status, headers: [...commonHeaders(folder, 'text/html'), ...more], body };
}

function commonHeaders({ server, now }: ServedFolder, type: string): readonly HttpHeader[] {
  return [...(server === '' ? [] : [['Server', server] as const]), ['Date', httpDate(now())], ['Content-Type', type]];
}

function httpDate(at: LabTime): string {
  return formatTime(at, '%a, %d %b %Y %H:%M:%S GMT');
}

/** Decoded path below the folder; undefined when invalid. */
function pathOf(target: string): string | undefined {
  const raw = target
    .replace(/[?#].*$/, '')
    .replace(/%([0-9A-Fa-f]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  if (!raw.startsWith('/') || raw.includes('\0')) return undefined;
  const parts: string[] = [];
  for (const part of raw.split('/')) {
    if (part === '..' && parts.pop() === undefined) return undefined;
    if (part !== '..' && part !== '.' && part !== '') parts.push(part);
  }
  return `/${parts.join('/')}${parts.length > 0 && raw.endsWith('/') ? '/' : ''}`;
}
