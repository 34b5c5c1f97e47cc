import type { ApiAnswer, ApiRequest } from '@klockwork/http-api';
import { jsonAnswer } from '../answers/answers.ts';
import type { ResourcePath } from '../routing/path.ts';

/**
 * Returns an empty list of CustomResourceDefinitions. kubectl requests it without discovery for unknown kinds, and prints `no matches for
 * kind` only after an answer. Undefined for other paths.
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
