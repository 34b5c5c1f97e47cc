import type { ApiAnswer, ApiRequest } from '@klockwork/http-api';
import {
  customDefinitionName,
  encodeSwagger,
  groupVersionPath,
  klockworkDocument,
  mergeSwagger,
  type OpenApiDocument,
  type OpenApiResource,
  openApiV3Document,
  openApiV3Index,
  type Swagger,
  swagger,
  type Verb,
} from '@klockwork/openapi';
import type { RemoteOpenApi } from '../aggregation/remote-apis.ts';
import { jsonAnswer } from '../answers/answers.ts';
import { etagOf } from '../answers/etag.ts';
import type { ServedResource, ServedVersion } from '../discovery/served-resources.ts';
import { definitionOf } from '../objects/definition.ts';
import type { Query } from '../routing/query.ts';

/** A year: a document under its hash never changes. An age and no date, as clients do not live by the lab's clock. */
const FOR_EVER = 'public, immutable, max-age=31536000';

const NO_CACHE = 'no-cache, private';

const SWAGGER_ACCEPTED = 'application/com.github.proto-openapi.spec.v2@v1.0+protobuf';
/** Requests spell it with `@`, an invalid media type; answers with a dot, as upstream. */
const SWAGGER_TYPE = 'application/com.github.proto-openapi.spec.v2.v1.0+protobuf';

const NO_REMOTES: RemoteOpenApi = { swaggers: [], urls: new Map() };

/** OpenAPI v2 document in both forms, each built on first request. */
class SwaggerDocument {
  readonly #swagger: Swagger;
  #text: string | undefined;
  #tag: string | undefined;
  #encoded: Uint8Array | undefined;

  constructor(document: Swagger) {
    this.#swagger = document;
  }

  get text(): string {
    this.#text ??= JSON.stringify(this.#swagger);
    return this.#text;
  }

  get encoded(): Uint8Array {
    this.#encoded ??= encodeSwagger(this.#swagger);
    return this.#encoded;
  }

  /** Changes with the served kinds. */
  get tag(): string {
    this.#tag ??= etagOf(this.text);
    return this.#tag;
  }
}

/** OpenAPI documents of all served kinds, each built on first request. */
export class OpenApiDocuments {
  readonly #served: readonly ServedVersion[];
  readonly #documents: Map<string, OpenApiDocument>;
  #index: string | undefined;
  #own: Swagger | undefined;
  #merged: { readonly remotes: readonly Swagger[]; readonly document: SwaggerDocument } | undefined;

  /** Keeps documents of `previous` whose group version is unchanged. */
  constructor(versions: readonly ServedVersion[], previous?: OpenApiDocuments) {
    this.#served = versions;
    this.#documents = previous === undefined ? new Map() : previous.#sharedWith(versions);
  }

  /** Returns the index of documents. */
  index(): string {
    this.#index ??= openApiV3Index([...this.#served.map((version) => this.#documentOf(version)), klockwork()]);
    return this.#index;
  }

  /** The document at `api/v1`, `apis/GROUP/VERSION` or `klockwork/v1`. */
  document(path: string): OpenApiDocument | undefined {
    if (path === klockwork().path) return klockwork();
    const servedVersion = this.#served.find((version) => groupVersionPath(version) === path);
    return servedVersion && this.#documentOf(servedVersion);
  }

  /** Returns the OpenAPI v2 document of all kinds, merged with those of extension servers. */
  swagger(remotes: readonly Swagger[]): SwaggerDocument {
    this.#own ??= swagger(this.#served.map((version) => ({ ...version, resources: openApiResources(version) })));
    if (this.#merged?.remotes !== remotes) this.#merged = { remotes, document: new SwaggerDocument(mergeSwagger(this.#own, remotes)) };
    return this.#merged.document;
  }

  #sharedWith(versions: readonly ServedVersion[]): Map<string, OpenApiDocument> {
    const byPath = new Map(this.#served.map((version) => [groupVersionPath(version), version]));
    const paths = versions.filter((version) => isSame(version, byPath.get(groupVersionPath(version)))).map(groupVersionPath);
    return new Map([...this.#documents].filter(([path]) => paths.includes(path)));
  }

  #documentOf(version: ServedVersion): OpenApiDocument {
    const path = groupVersionPath(version);
    const document = this.#documents.get(path) ?? openApiV3Document(version, openApiResources(version));
    this.#documents.set(path, document);
    return document;
  }
}

let klockworkPaths: OpenApiDocument | undefined;

/** Document of the paths beyond Kubernetes, built once. */
function klockwork(): OpenApiDocument {
  klockworkPaths ??= klockworkDocument();
  return klockworkPaths;
}

/** Compares identities: the resources of an unchanged kind stay the same objects. */
function isSame({ resources }: ServedVersion, version: ServedVersion | undefined): boolean {
  return resources.length === version?.resources.length && resources.every((resource, index) => resource === version.resources[index]);
}

/** Answers `/openapi/v2`, `/openapi/v3` and the documents below it; undefined for other paths. */
export function openApiAnswer(
  documents: OpenApiDocuments,
  request: ApiRequest,
  { segments, query, remotes = NO_REMOTES }: { segments: readonly string[]; query: Query; remotes?: RemoteOpenApi | undefined },
): ApiAnswer | undefined {
  const [root, version, ...rest] = segments;
  if (root !== 'openapi') return undefined;
  if (version === 'v2' && rest.length === 0) return swaggerAnswer(documents.swagger(remotes.swaggers), request);
  if (version !== 'v3') return undefined;
  if (rest.length === 0) return jsonAnswer(200, withRemotes(documents.index(), remotes.urls));
  const document = documents.document(rest.join('/'));
  return document && documentAnswer(document, request, query);
}

/** Adds the documents of extension servers to the index. */
function withRemotes(index: string, urls: RemoteOpenApi['urls']): string {
  if (urls.size === 0) return index;
  const { paths } = JSON.parse(index) as { readonly paths: Readonly<Record<string, object>> };
  const others = [...urls].map(([path, serverRelativeURL]) => [path, { serverRelativeURL }]);
  return JSON.stringify({ paths: { ...paths, ...Object.fromEntries(others) } });
}

/** Answers protobuf on request, which kubectl sends for unknown kinds; otherwise JSON. */
function swaggerAnswer(document: SwaggerDocument, request: ApiRequest): ApiAnswer {
  const encoded = request.headers.accept?.includes(SWAGGER_ACCEPTED) ?? false;
  const etag = encoded ? document.tag.replace(/"$/, '-protobuf"') : document.tag;
  const type = encoded ? SWAGGER_TYPE : 'application/json';
  return unlessKnown(request, { type, etag, caching: NO_CACHE, body: () => (encoded ? document.encoded : document.text) });
}

function documentAnswer({ body, hash }: OpenApiDocument, request: ApiRequest, query: Query): ApiAnswer {
  const caching = query.text('hash') === hash ? FOR_EVER : NO_CACHE;
  return unlessKnown(request, { type: 'application/json', etag: `"${hash}"`, caching, body: () => body });
}

/** Returns the document, or 304: kubectl caches documents on disk, with tags. */
function unlessKnown(
  { headers: { 'if-none-match': known } }: ApiRequest,
  { type, etag, caching, body }: { type: string; etag: string; caching: string; body: () => ApiAnswer['body'] },
): ApiAnswer {
  const headers = { 'content-type': type, etag, vary: 'Accept', 'cache-control': caching };
  return known === etag ? { status: 304, headers, body: '' } : { status: 200, headers, body: body() };
}

function openApiResources({ resources }: ServedVersion): OpenApiResource[] {
  return resources.filter(({ name }) => !name.includes('/')).map((resource) => openApiResource(resource, resources));
}

function openApiResource(resource: ServedResource, all: readonly ServedResource[]): OpenApiResource {
  const { name, kind, namespaced, verbs, custom } = resource;
  const definition = custom === undefined ? definitionOf(kind) : customDefinitionName(custom);
  const prefix = `${name}/`;
  const subresources = all
    .filter((other) => other.name.startsWith(prefix) && other.connects !== true)
    .map((other) => ({
      ...other.kind,
      name: other.name.slice(prefix.length),
      // The status has the definition of its object.
      definition: other.kind.kind === kind.kind && other.kind.group === kind.group ? definition : definitionOf(other.kind),
      verbs: other.verbs as Verb[],
    }));
  const own = { resource: name, kind: kind.kind, namespaced, definition, verbs: verbs as Verb[], subresources };
  return custom === undefined ? own : { ...own, custom };
}
