import {
  ANSWERED_TYPES,
  type AnswerForm,
  fieldErrors,
  LIST_PROJECTIONS,
  MEDIA_TYPES,
  negotiate,
  OBJECT_PROJECTIONS,
  statusErrors,
} from '@klockwork/api-machinery';
import type { ApiAnswer } from '@klockwork/http-api';
import type { LabTime } from '@klockwork/kernel';
import { apiVersionOf, itemText, type ListedObject, type ListResult } from '@klockwork/registry';
import { jsonAnswer } from '../answers/answers.ts';
import { joinIfSmall, ListText } from '../answers/list-text.ts';
import type { Query } from '../routing/query.ts';
import { type IncludeObject, partialMetadataText, type TableForm, tableListText, tableText } from '../tables/table.ts';
import { passingObject, type Selects, textsOf } from './listed-texts.ts';
import { listedText, type ServedKind, servedText } from './served-kind.ts';

/** Parts of a kind used in answers. */
export type RenderedKind = TableForm['kind'] & Pick<ServedKind, 'listKind' | 'isCustom'>;
/** Objects created on request have no revision. */
type RenderedList = Omit<ListResult, 'revision'> & Partial<Pick<ListResult, 'revision'>>;

/** How a client wants objects: by its Accept header and `includeObject`. */
export interface Rendering {
  readonly kind: RenderedKind;
  readonly negotiated: AnswerForm;
  readonly includeObject: IncludeObject;
  readonly now: LabTime;
}

/** YAML cannot be streamed. */
const STREAMED_TYPES = [`${MEDIA_TYPES.json};stream=watch`];
const INCLUDE_OBJECT: readonly IncludeObject[] = ['None', 'Metadata', 'Object'];

/** Reads the requested format; throws 406 for unsupported ones, 400 for an unknown includeObject. */
export function renderingOf(
  kind: RenderedKind,
  { accept, query, now, form }: { accept: string | undefined; query: Query; now: LabTime; form: 'object' | 'list' | 'watch' },
): Rendering {
  const negotiatedForm = negotiate(accept, form === 'list' ? LIST_PROJECTIONS : OBJECT_PROJECTIONS);
  if (form === 'watch' && negotiatedForm?.contentType !== MEDIA_TYPES.json) throw statusErrors.notAcceptable(STREAMED_TYPES);
  if (negotiatedForm === undefined) throw statusErrors.notAcceptable(ANSWERED_TYPES);
  const includeObject = negotiatedForm.projection?.as === 'Table' ? includeObjectOf(query) : 'Metadata';
  return { kind, negotiated: negotiatedForm, includeObject, now };
}

/** Throws 406 for an unsupported format, before a write. Models `NegotiateOutputMediaType` of upstream's handlers. */
export function checkAcceptable(accept: string | undefined): void {
  if (negotiate(accept, OBJECT_PROJECTIONS) === undefined) throw statusErrors.notAcceptable(ANSWERED_TYPES);
}

/** Models `optionsForTransform` and `ValidateTableOptions`. */
function includeObjectOf(query: Query): IncludeObject {
  const included = query.text('includeObject') || 'Metadata';
  const policy = INCLUDE_OBJECT.find((one) => one === included);
  if (policy !== undefined) return policy;
  const { field, message } = fieldErrors.invalid('includeObject', included, "must be 'Metadata', 'Object', 'None', or empty");
  throw statusErrors.badRequest(`Unable to convert to Table as requested: ${field}: ${message}`);
}

/** Returns an object in the requested format. */
export function objectAnswer(rendering: Rendering, status: number, object: ListedObject): ApiAnswer {
  return jsonAnswer(status, objectText(rendering, object, true), rendering.negotiated.contentType);
}

/** Returns the text of an object or a watch event's object. `columns`: include column definitions of a Table. */
export function objectText({ kind, negotiated, includeObject, now }: Rendering, object: ListedObject, columns: boolean): string {
  const { projection } = negotiated;
  if (projection === undefined) return servedText(kind, object);
  const { version } = projection;
  const { resourceVersion, ...metadata } = object.object.metadata ?? {};
  if (projection.as === 'Table')
    return tableText({ kind, includeObject, version, now }, [object], { metadata: { resourceVersion }, columns });
  return partialMetadataText({ ...metadata, resourceVersion }, version);
}

/**
 * Returns a list in the requested format, with items matched by `selects`. Plain lists reuse texts built at write time. Large lists are
 * built while sent. Items of custom kinds name their kind and version, as unstructured objects do.
 */
export function listAnswer(rendering: Rendering, result: RenderedList, selects?: Selects): ApiAnswer {
  return jsonAnswer(200, joinIfSmall(listText(rendering, result, selects)), rendering.negotiated.contentType);
}

function listText({ kind, negotiated, includeObject, now }: Rendering, result: RenderedList, selects: Selects | undefined): ListText {
  const { projection } = negotiated;
  const metadata = listMetadata(result);
  if (projection?.as === 'Table')
    return tableListText({ kind, includeObject, version: projection.version, now }, result.items, { metadata, selects });
  const as = projection === undefined ? { kind: kind.listKind, apiVersion: apiVersionOf(kind) } : partialList(projection.version);
  const textOf =
    projection === undefined
      ? (object: ListedObject) => (kind.isCustom ? listedText(kind, object) : itemText(kind, listedText(kind, object)))
      : (object: ListedObject) => partialMetadataText(passingObject(object).metadata ?? {}, projection.version);
  const head = `${JSON.stringify({ ...as, metadata }).slice(0, -1)},"items":[`;
  return new ListText({ head, items: textsOf(result.items, textOf, selects), tail: ']}' });
}

function partialList(version: string): { kind: string; apiVersion: string } {
  return { kind: 'PartialObjectMetadataList', apiVersion: `meta.k8s.io/${version}` };
}

function listMetadata({ revision, continue: next, remainingItemCount }: RenderedList): object {
  return {
    ...(revision !== undefined && { resourceVersion: String(revision) }),
    ...(next !== undefined && { continue: next }),
    ...(remainingItemCount !== undefined && { remainingItemCount }),
  };
}
