import { ApiError } from '@klockwork/kernel';
import type { ObjectConverter } from '@klockwork/registry';
import type { KindDefinition, KubeObject } from '@klockwork/resources';
import type { CallPorts } from '../webhooks/call-ports.ts';
import { callProblem, postReview } from '../webhooks/post-review.ts';
import { CONVERSION_SCHEMA, type ConversionAnswer, conversionText, conversionVersion, convertedObjects } from './conversion-review.ts';
import { identityProblem, restoredMetadata } from './converted-metadata.ts';

/** Time-out of a call; definitions cannot set it. */
const SECONDS = 30;

/** Converts custom objects by the webhook of their definition. Models `webhookConverter` of apiextensions. */
export class WebhookConverter implements ObjectConverter {
  readonly #ports: CallPorts;

  constructor(ports: CallPorts) {
    this.#ports = ports;
  }

  async convert(kind: KindDefinition, objects: readonly KubeObject[], apiVersion: string): Promise<readonly KubeObject[]> {
    const [first] = objects;
    if (kind.conversion === undefined || first === undefined) return objects;
    for (const object of objects) checkDeclared(kind, object);
    const name = typeName(first.apiVersion, kind.kind);
    const results = await this.#call(kind, objects, apiVersion);
    if (typeof results === 'string') throw failed(`conversion webhook for ${name} failed: ${results}`);
    if (results.length !== objects.length)
      throw failed(`conversion webhook for ${name} returned ${results.length} objects, expected ${objects.length}`);
    return objects.map((object, index) => {
      const convertedObject = checkedObject(results[index], { object, index, apiVersion, name });
      kind.conversion?.prune(convertedObject);
      return convertedObject;
    });
  }

  /** Returns the converted objects as sent, or the problem of the call. */
  async #call(kind: KindDefinition, objects: readonly KubeObject[], apiVersion: string): Promise<readonly unknown[] | string> {
    const { conversionReviewVersions = [], clientConfig = {} } = kind.conversion?.webhook ?? {};
    const version = conversionVersion(conversionReviewVersions);
    if (version === undefined) throw failed('no supported conversion review versions');
    const uid = this.#ports.random.uuid();
    const body = conversionText(version, { uid, desiredAPIVersion: apiVersion, objects });
    try {
      const answer = await postReview(this.#ports, clientConfig, { body, seconds: SECONDS, schema: CONVERSION_SCHEMA });
      return convertedObjects(answer as ConversionAnswer, { uid, version });
    } catch (error) {
      return callProblem(error);
    }
  }
}

/** Throws for an object of the log in a version that the definition no longer has. */
function checkDeclared({ conversion }: KindDefinition, object: KubeObject): void {
  const { apiVersion = '' } = object;
  if (conversion?.declares(apiVersion) !== true) throw failed(`request to convert CR from an invalid group/version: ${apiVersion}`);
}

interface ExpectedObject {
  readonly object: KubeObject;
  readonly index: number;
  readonly apiVersion: string;
  /** Original type, for messages. */
  readonly name: string;
}

/** Returns a converted object with the metadata that conversions cannot change. Throws for another identity or type. */
function checkedObject(result: unknown, { object, index, apiVersion, name }: ExpectedObject): KubeObject {
  const convertedObject = result as KubeObject | null;
  const { apiVersion: version = '', kind = '' } = convertedObject ?? {};
  const invalid = (problem: string) => failed(`conversion webhook for ${name} returned invalid object at index ${index}: ${problem}`);
  if (version !== apiVersion) throw invalid(`invalid groupVersion (expected ${apiVersion}, received ${version})`);
  if (kind !== object.kind) throw invalid(`invalid kind (expected ${object.kind}, received ${kind})`);
  const problem = identityProblem(object, convertedObject as KubeObject);
  if (problem !== undefined) throw failed(`conversion webhook for ${name} returned invalid object: ${problem}`);
  const metadata = restoredMetadata(object, convertedObject as unknown as Readonly<Record<string, unknown>>);
  if (typeof metadata === 'string') throw failed(`conversion webhook for ${name} returned invalid metadata: ${metadata}`);
  return { ...convertedObject, metadata } as KubeObject;
}

function typeName(apiVersion: string | undefined, kind: string): string {
  return `${apiVersion ?? ''}, Kind=${kind}`;
}

/** Upstream's converter returns a plain error: 500 without reason. */
function failed(message: string): ApiError {
  return new ApiError({ code: 500, reason: '', message });
}
