import { parseAllDocuments } from 'yaml';
import type { ApiObject, TestAnswer, TestRequest } from './public.ts';

/** Name of a test in field managers and user agents. */
export const FIELD_MANAGER = 'klockwork-testing';

/** Way of requests to the API of a cluster. */
export type SendRequest = (request: TestRequest) => Promise<TestAnswer>;

/** Manifests and deletions as requests to the API of a cluster. */
export class ApiRequests {
  readonly send: SendRequest;
  /** Resources by apiVersion and kind, as discovered. */
  readonly #resources = new Map<string, Resource>();

  constructor(send: SendRequest) {
    this.send = send;
  }

  /** Applies manifests in order, by server-side apply. Throws an Error with the server's message. */
  async applyAll(manifests: readonly (string | ApiObject)[]): Promise<readonly ApiObject[]> {
    const objects: ApiObject[] = [];
    for (const manifest of manifests.flatMap(manifestsOf)) objects.push(await this.apply(manifest));
    return objects;
  }

  /** Applies one manifest by server-side apply. Throws an Error with the server's message. */
  async apply(manifest: ApiObject): Promise<ApiObject> {
    const { path, namespaced } = await this.#resourceOf(manifest);
    const { name, namespace = 'default' } = manifest.metadata ?? {};
    if (name === undefined) throw new Error(`a manifest of kind ${manifest.kind} has no metadata.name`);
    const place = namespaced ? path.replace(/\/([^/]+)$/, `/namespaces/${namespace}/$1`) : path;
    const query = `fieldManager=${FIELD_MANAGER}&force=true`;
    const headers = { 'content-type': 'application/apply-patch+yaml' };
    return this.#object({ method: 'PATCH', path: `${place}/${name}?${query}`, body: manifest, headers });
  }

  /** Deletes the object of a path. Throws an Error with the server's message. */
  async delete(path: string): Promise<void> {
    await this.#object({ method: 'DELETE', path });
  }

  async #object(request: TestRequest): Promise<ApiObject> {
    const { status, text } = await this.send(request);
    if (status >= 400) throw new Error(messageOf(status, text));
    return JSON.parse(text) as ApiObject;
  }

  async #resourceOf({ apiVersion = '', kind = '' }: ApiObject): Promise<Resource> {
    const key = `${apiVersion} ${kind}`;
    const resource = this.#resources.get(key) ?? (await this.#discover(apiVersion, kind));
    this.#resources.set(key, resource);
    return resource;
  }

  async #discover(apiVersion: string, kind: string): Promise<Resource> {
    const root = apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
    const { status, text } = await this.send({ path: root });
    const resources = status === 200 ? (JSON.parse(text) as { resources: readonly ListedResource[] }).resources : [];
    const resource = resources.find((resource) => resource.kind === kind && !resource.name.includes('/'));
    if (resource === undefined) throw new Error(`no matches for kind "${kind}" in version "${apiVersion}"`);
    return { path: `${root}/${resource.name}`, namespaced: resource.namespaced };
  }
}

/** Returns the objects of manifests, with the items of lists. Throws an Error for invalid YAML. */
function manifestsOf(manifest: string | ApiObject): readonly ApiObject[] {
  return typeof manifest === 'string' ? parsedManifests(manifest) : itemsOf(manifest);
}

interface Resource {
  readonly path: string;
  readonly namespaced: boolean;
}

interface ListedResource {
  readonly name: string;
  readonly kind: string;
  readonly namespaced: boolean;
}

function parsedManifests(text: string): ApiObject[] {
  return parseAllDocuments(text).flatMap((document) => {
    const [problem] = document.errors;
    if (problem !== undefined) throw problem;
    const value = document.toJS() as ApiObject | null;
    return value === null ? [] : itemsOf(value);
  });
}

function itemsOf(manifest: ApiObject): readonly ApiObject[] {
  return manifest.kind === 'List' && Array.isArray(manifest.items) ? (manifest.items as ApiObject[]) : [manifest];
}

/** Returns the message of a refusal. */
export function messageOf(status: number, text: string): string {
  try {
    return (JSON.parse(text) as { message?: string }).message ?? `the server answered ${status}`;
  } catch {
    return `the server answered ${status}: ${text}`;
  }
}
