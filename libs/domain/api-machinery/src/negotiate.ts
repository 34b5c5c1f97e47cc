import { MEDIA_TYPES, type MediaType, parseMediaType } from './media-type.ts';

/** A kind that an answer can be turned into on request. */
export interface Projection {
  readonly as: 'Table' | 'PartialObjectMetadata' | 'PartialObjectMetadataList' | 'APIGroupDiscoveryList';
  readonly group: string;
  readonly version: string;
}

/** What the client gets: JSON or YAML, as it is or projected. */
export interface Negotiated {
  /** Undefined for the object itself. */
  readonly projection: Projection | undefined;
  /** The value of the answer's Content-Type. */
  readonly contentType: string;
}

/** Projections of a GET of one object. */
export const OBJECT_PROJECTIONS: readonly Projection[] = [
  { as: 'Table', group: 'meta.k8s.io', version: 'v1' },
  { as: 'Table', group: 'meta.k8s.io', version: 'v1beta1' },
  { as: 'PartialObjectMetadata', group: 'meta.k8s.io', version: 'v1' },
  { as: 'PartialObjectMetadata', group: 'meta.k8s.io', version: 'v1beta1' },
];

/** Projections of a LIST. */
export const LIST_PROJECTIONS: readonly Projection[] = [
  { as: 'Table', group: 'meta.k8s.io', version: 'v1' },
  { as: 'Table', group: 'meta.k8s.io', version: 'v1beta1' },
  { as: 'PartialObjectMetadataList', group: 'meta.k8s.io', version: 'v1' },
  { as: 'PartialObjectMetadataList', group: 'meta.k8s.io', version: 'v1beta1' },
];

/** Projections of `/api` and `/apis`. */
export const DISCOVERY_PROJECTIONS: readonly Projection[] = [
  { as: 'APIGroupDiscoveryList', group: 'apidiscovery.k8s.io', version: 'v2' },
  { as: 'APIGroupDiscoveryList', group: 'apidiscovery.k8s.io', version: 'v2beta1' },
];

/** The media types of answers. */
export const ANSWERED_TYPES: readonly string[] = [MEDIA_TYPES.json, MEDIA_TYPES.yaml];

/** More clauses than any client sends. */
const CLAUSES_MAX = 100;

/**
 * Chooses the answer's form by the Accept header, or undefined when none will do (406).
 * We answer in JSON, and in YAML who asks for it by name; clients that prefer protobuf list JSON behind it.
 * Models `NegotiateMediaTypeOptions` of `k8s.io/apiserver/pkg/endpoints/handlers/negotiation`.
 */
export function negotiate(accept: string | undefined, projections: readonly Projection[]): Negotiated | undefined {
  if (accept === undefined || accept.trim() === '') return { projection: undefined, contentType: MEDIA_TYPES.json };
  for (const clause of clausesByWeight(accept)) {
    const answer = answerClause(clause, projections);
    if (answer !== undefined) return answer;
  }
  return undefined;
}

const ANY: ReadonlySet<string> = new Set(['application/*', '*/*']);

function answerClause({ type, parameters }: MediaType, projections: readonly Projection[]): Negotiated | undefined {
  const answered = ANY.has(type) ? MEDIA_TYPES.json : type;
  if (!ANSWERED_TYPES.includes(answered)) return undefined;
  const { as, g, v } = parameters;
  if (as === undefined) return { projection: undefined, contentType: answered };
  const projection = projections.find((one) => one.as === as && one.group === g && one.version === v);
  if (projection === undefined) return undefined;
  return { projection, contentType: contentTypeOf(answered, projection) };
}

/** Clients of discovery decide by the Content-Type which form they got. */
function contentTypeOf(type: string, { as, group, version }: Projection): string {
  return as === 'APIGroupDiscoveryList' ? `${type};g=${group};v=${version};as=${as}` : type;
}

function clausesByWeight(accept: string): MediaType[] {
  return accept
    .split(',', CLAUSES_MAX)
    .map(parseMediaType)
    .map((clause) => ({ clause, weight: weightOf(clause) }))
    .filter(({ weight }) => weight > 0)
    .sort((a, b) => b.weight - a.weight)
    .map(({ clause }) => clause);
}

function weightOf({ parameters }: MediaType): number {
  const weight = Number(parameters.q ?? '1');
  return Number.isNaN(weight) ? 0 : weight;
}
