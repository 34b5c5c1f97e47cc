import { describe, expect, test } from 'vitest';
import { KLOCKWORK_ROUTES } from '../klockwork/klockwork-routes.ts';
import { inMemoryApiServer } from '../testing/index.ts';

interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, { readonly operationId: string; readonly description: string }>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, unknown>> };
}

async function published(): Promise<{ document: Document; text: string }> {
  const { client } = await inMemoryApiServer();
  const { paths } = (await client.get('/openapi/v3')).json as { paths: Record<string, { serverRelativeURL: string }> };
  const { status, text } = await client.get(paths['klockwork/v1']?.serverRelativeURL ?? 'not in the index');
  expect(status).toBe(200);
  return { document: JSON.parse(text) as Document, text };
}

describe('the OpenAPI document of /klockwork/v1', () => {
  test('the document has each served path with its methods, and no other', async () => {
    const { document } = await published();
    const served = Object.entries(KLOCKWORK_ROUTES).map(([path, { methods }]) => [path, methods.filter((method) => method !== 'HEAD')]);
    const others = [
      ['clock', ['GET']],
      ['clock/holds/{name}', ['DELETE', 'PUT']],
      ['clock/timers/{name}', ['GET', 'PUT']],
      ['drills', ['GET']],
      ['drills/runs', ['GET', 'POST']],
      ['drills/runs/{id}', ['GET']],
      ...['hint', 'end', 'reset', 'stop'].map((verb) => [`drills/runs/{id}/${verb}`, ['POST']]),
      ['/drill/{path}', ['GET']],
      ['/at/{revision}/{path}', ['GET']],
      ['/replay/{name}', ['DELETE', 'GET', 'PUT']],
      ['/replay/{name}/{path}', ['GET']],
    ];
    const documented = Object.entries(document.paths).map(([path, methods]) => [
      path.replace('/klockwork/v1/', ''),
      Object.keys(methods)
        .map((method) => method.toUpperCase())
        .sort(),
    ]);
    expect(Object.fromEntries(documented)).toEqual(Object.fromEntries([...served, ...others]));
  });

  test('each operation has a description and an id of its own', async () => {
    const { document } = await published();
    const operations = Object.values(document.paths).flatMap((methods) => Object.values(methods));
    expect(operations.filter(({ description }) => description.length < 10)).toEqual([]);
    expect(new Set(operations.map(({ operationId }) => operationId)).size).toBe(operations.length);
  });

  test('each reference leads to a schema of the document', async () => {
    const { document, text } = await published();
    const references = [...text.matchAll(/"\$ref":"#\/components\/schemas\/([^"]+)"/g)].map(([, name]) => name as string);
    expect(references.length).toBeGreaterThan(50);
    expect(references.filter((name) => document.components.schemas[name] === undefined)).toEqual([]);
  });
});
