import { apiServiceDefinitions } from './aggregation/api-service.ts';
import type { Definition } from './definition.ts';
import { clockDefinitions } from './klockwork/clock.ts';
import { connectionDefinitions } from './klockwork/connection.ts';
import { customObjectDefinitions } from './klockwork/custom-object.ts';
import { drillDefinitions } from './klockwork/drill.ts';
import { faultDefinitions } from './klockwork/fault.ts';
import { imageDefinitions } from './klockwork/image.ts';
import { metricsDefinitions } from './metrics/metrics.ts';

/** Every definition the API serves, by name: those of Kubernetes, which are generated (see `tools/openapi`), and the project's own. */
export const definitions: ReadonlyMap<string, Definition> = new Map(
  Object.entries({
    ...(await load()),
    ...apiServiceDefinitions,
    ...clockDefinitions,
    ...connectionDefinitions,
    ...drillDefinitions,
    ...faultDefinitions,
    ...imageDefinitions,
    ...customObjectDefinitions,
    ...metricsDefinitions,
  }),
);

async function load(): Promise<Record<string, Definition>> {
  try {
    const module = await import('./generated/definitions.json', { with: { type: 'json' } });
    // TypeScript infers an own type per definition from the file, with enumerations as plain strings: none is a `Definition`.
    return module.default as unknown as Record<string, Definition>;
  } catch (cause) {
    throw new Error('the OpenAPI definitions are missing; make them with: npm run prepare:openapi', { cause });
  }
}
