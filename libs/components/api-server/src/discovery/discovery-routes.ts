import { ANSWERED_TYPES, DISCOVERY_PROJECTIONS, negotiate, statusErrors } from '@klockwork/api-machinery';
import type { ApiAnswer, ApiRequest } from '@klockwork/http-api';
import { jsonAnswer } from '../answers/answers.ts';
import { etagOf } from '../answers/etag.ts';
import { groupDiscoveryList } from './aggregated.ts';
import { apiGroup, apiGroupList, apiResourceList, apiVersions } from './legacy.ts';
import type { ServedVersion } from './served-resources.ts';

/** Answers `/api`, `/apis` and paths between them and resources; undefined for unknown groups. */
export function discover(versions: readonly ServedVersion[], request: ApiRequest, segments: readonly string[]): ApiAnswer | undefined {
  const [root, ...rest] = segments;
  if (root === 'api' && rest.length <= 1) return rest.length === 0 ? groups(versions, request, true) : versionAnswer(versions, '', rest[0]);
  if (root !== 'apis' || rest.length > 2) return undefined;
  const [group, version] = rest;
  if (group === undefined) return groups(versions, request, false);
  if (version !== undefined) return versionAnswer(versions, group, version);
  const apiGroupObject = apiGroup(versions, group);
  return apiGroupObject && jsonAnswer(200, apiGroupObject);
}

function versionAnswer(versions: readonly ServedVersion[], group: string, version: string | undefined): ApiAnswer | undefined {
  const groupVersion = versions.find((one) => one.group === group && one.version === version);
  return groupVersion && jsonAnswer(200, apiResourceList(groupVersion));
}

/** Returns the old format, or aggregated discovery on request. The ETag changes with the served kinds. */
function groups(versions: readonly ServedVersion[], request: ApiRequest, core: boolean): ApiAnswer {
  const negotiatedForm = negotiate(request.headers.accept, DISCOVERY_PROJECTIONS);
  if (negotiatedForm === undefined) throw statusErrors.notAcceptable(ANSWERED_TYPES);
  const { projection, contentType } = negotiatedForm;
  const chosenVersions = versions.filter(({ group }) => (group === '') === core);
  if (projection === undefined) return jsonAnswer(200, core ? apiVersions(request.headers.host ?? '') : apiGroupList(chosenVersions));
  const answer = jsonAnswer(200, groupDiscoveryList(chosenVersions, projection.version), contentType);
  const headers = { ...answer.headers, etag: etagOf(answer.body as string), 'cache-control': 'public', vary: 'Accept' };
  if (request.headers['if-none-match'] === headers.etag) return { status: 304, headers, body: '' };
  return { ...answer, headers };
}
