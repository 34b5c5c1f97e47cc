import { KUBERNETES_INFO, type OpenApiDocument, schemaNames } from '../document.ts';
import { documented } from '../documented.ts';
import { contentHash } from '../hash.ts';
import { klockworkPaths } from './operations.ts';
import { httpSchemas } from './schemas.ts';

/** Returns the OpenAPI v3 document of the paths below `/klockwork/v1/`: clients in any language can be generated from it. */
export function klockworkDocument(): OpenApiDocument {
  const paths = klockworkPaths();
  const names = schemaNames({ paths, httpSchemas }, httpSchemas).filter((name) => !Object.hasOwn(httpSchemas, name));
  const schemas = { ...httpSchemas, ...Object.fromEntries(names.map((name) => [name, documented(name)])) };
  const info = { ...KUBERNETES_INFO, title: 'Klockwork' };
  const body = JSON.stringify({ openapi: '3.0.0', info, paths, components: { schemas } });
  return { path: 'klockwork/v1', body, hash: contentHash(body) };
}
