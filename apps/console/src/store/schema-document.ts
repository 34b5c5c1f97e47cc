import { sendJson } from '../api/client.ts';
import { apiVersionOf, type Kind } from '../model/kinds.ts';
import type { SchemaDocument } from '../model/schema-fields.ts';

interface SchemaIndex {
  readonly paths: Readonly<Record<string, { readonly serverRelativeURL: string }>>;
}

/** Reads the OpenAPI v3 document of a kind's group version; an empty one if the server has none. Throws Refusal, and TypeError without an answer. */
export async function readSchemas(kind: Kind, signal: AbortSignal): Promise<SchemaDocument> {
  const { paths } = await sendJson<SchemaIndex>('/openapi/v3', { signal });
  const entry = paths[`${kind.group === '' ? 'api' : 'apis'}/${apiVersionOf(kind)}`];
  return entry === undefined ? {} : sendJson<SchemaDocument>(entry.serverRelativeURL, { signal });
}
