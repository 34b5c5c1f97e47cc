import { jsonAnswer } from '../answers/answers.ts';
import type { ApiAnswer, ApiRequest } from '../http.ts';
import type { ResourcePath } from '../routing/path.ts';

/**
 * The list of CustomResourceDefinitions, which has none. kubectl asks for it, without discovery, when it meets a kind that
 * no document has: only when it is answered does kubectl say `no matches for kind`. Undefined for other paths.
 */
export function customResourcesAnswer(path: ResourcePath, { method }: ApiRequest): ApiAnswer | undefined {
  const { group, version, resource, name } = path;
  if (method !== 'GET' || group !== 'apiextensions.k8s.io' || version !== 'v1' || resource !== 'customresourcedefinitions')
    return undefined;
  if (name !== '') return undefined;
  return jsonAnswer(200, {
    kind: 'CustomResourceDefinitionList',
    apiVersion: `${group}/${version}`,
    metadata: { resourceVersion: '' },
    items: [],
  });
}
