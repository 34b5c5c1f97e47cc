/** A media type with its parameters, all but parameter values in lower case. */
export interface MediaType {
  /** `application/json` */
  readonly type: string;
  readonly parameters: Readonly<Record<string, string>>;
}

/** The wire formats of request bodies. */
export const MEDIA_TYPES = {
  json: 'application/json',
  yaml: 'application/yaml',
  protobuf: 'application/vnd.kubernetes.protobuf',
  jsonPatch: 'application/json-patch+json',
  mergePatch: 'application/merge-patch+json',
  strategicMergePatch: 'application/strategic-merge-patch+json',
  applyPatch: 'application/apply-patch+yaml',
} as const;

/** Parses a Content-Type header. Absent means JSON: some requests of kubectl lack it. */
export function parseContentType(header: string | undefined): MediaType {
  return header === undefined || header.trim() === '' ? { type: MEDIA_TYPES.json, parameters: {} } : parseMediaType(header);
}

/** Parses a media type. Never fails: an invalid one equals no served type. */
export function parseMediaType(text: string): MediaType {
  const [type = '', ...parameters] = text.split(';');
  return { type: type.trim().toLowerCase(), parameters: Object.fromEntries(parameters.map(parseParameter)) };
}

function parseParameter(text: string): [string, string] {
  const at = text.indexOf('=');
  if (at < 0) return [text.trim().toLowerCase(), ''];
  const value = text.slice(at + 1).trim();
  return [text.slice(0, at).trim().toLowerCase(), /^".*"$/s.test(value) ? value.slice(1, -1) : value];
}
