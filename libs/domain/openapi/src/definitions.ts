import type { Definition } from './definition.ts';

/** Every definition the API serves, by name. Generated: see `tools/openapi`. */
export const definitions: ReadonlyMap<string, Definition> = new Map(Object.entries(await load()));

async function load(): Promise<Record<string, Definition>> {
  try {
    const module = await import('./generated/definitions.json', { with: { type: 'json' } });
    return module.default as unknown as Record<string, Definition>;
  } catch (cause) {
    throw new Error('the OpenAPI definitions are missing; make them with: npm run prepare:openapi', { cause });
  }
}
