import type { ApiAnswer } from '@klockwork/http-api';
import { jsonAnswer } from '../answers/answers.ts';
import type { ServedVersion } from '../discovery/served-resources.ts';
import { ISSUER_PATHS } from '../tokens/issuer-discovery.ts';
import { HEALTH_ROOTS, type HealthCheck } from './health.ts';

/** Returns the answer to `/`: an index of paths. Models `IndexLister` of `k8s.io/apiserver/pkg/server/routes`. */
export function pathIndex(versions: readonly ServedVersion[], checks: readonly HealthCheck[]): ApiAnswer {
  const groups = versions.filter(({ group }) => group !== '');
  const paths = [
    ...['/api', '/api/v1', '/apis', '/apis/', '/openapi/v2', '/openapi/v3', '/openapi/v3/', '/metrics', '/version', '/klockwork/v1'],
    ...Object.values(ISSUER_PATHS),
    ...groups.flatMap(({ group, version }) => [`/apis/${group}`, `/apis/${group}/${version}`]),
    ...HEALTH_ROOTS.flatMap((root) => [`/${root}`, ...checks.map(({ name }) => `/${root}/${name}`)]),
  ];
  return jsonAnswer(200, JSON.stringify({ paths: [...new Set(paths)].sort() }, null, 2));
}
