type Headers = Readonly<Record<string, string>>;

/** Headers of every answer. */
const COMMON: Headers = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
};

/** Pages load from their own origin alone, without inline scripts. Images may be drawn on the page. */
const PAGE_POLICY = [
  ...["default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self' data:", "font-src 'self'", "connect-src 'self'"],
  ...["base-uri 'none'", "form-action 'self'", "frame-ancestors 'none'"],
].join('; ');

/** Returns the headers of a file of the console. Names of `assets` contain a hash of the content. */
export function fileHeaders(path: string, contentType: string): Headers {
  return {
    ...COMMON,
    'content-type': contentType,
    'content-security-policy': PAGE_POLICY,
    'cache-control': path.startsWith('assets/') ? 'private, max-age=31536000, immutable' : 'no-cache',
  };
}

/** Returns the headers of an answer of the API: no page can be made of it, and no cache keeps it. */
export function apiHeaders(headers: Headers): Headers {
  return { ...headers, ...COMMON, 'content-security-policy': "sandbox; default-src 'none'", 'cache-control': 'no-store' };
}

/** Returns the headers of a plain text. */
export function textHeaders(): Headers {
  return apiHeaders({ 'content-type': 'text/plain; charset=utf-8' });
}
