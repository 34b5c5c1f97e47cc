import { goQuote, type Schema } from '@klockwork/api-machinery';
import type { KubeObject } from '@klockwork/resources';

const GROUP = 'apiextensions.k8s.io';
const KIND = 'ConversionReview';
const VERSIONS: readonly string[] = ['v1', 'v1beta1'];
const TEXT: Schema = { name: '', type: 'string' };
const ANYTHING: Schema = { name: '', type: 'any' };

/** Type of a webhook's answer. Models `ConversionReview` of `k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1`. */
export const CONVERSION_SCHEMA: Schema = {
  name: KIND,
  type: 'object',
  properties: new Map<string, Schema>([
    ['kind', TEXT],
    ['apiVersion', TEXT],
    [
      'response',
      {
        name: 'ConversionResponse',
        type: 'object',
        properties: new Map<string, Schema>([
          ['uid', TEXT],
          ['convertedObjects', { name: '', type: 'array', items: ANYTHING }],
          [
            'result',
            {
              name: 'Status',
              type: 'object',
              properties: new Map([
                ['status', TEXT],
                ['message', TEXT],
              ]),
            },
          ],
        ]),
      },
    ],
  ]),
};

/** Objects to convert. */
export interface ConversionRequest {
  readonly uid: string;
  readonly desiredAPIVersion: string;
  readonly objects: readonly KubeObject[];
}

/** Decoded answer of a webhook. */
export interface ConversionAnswer {
  readonly kind?: string;
  readonly apiVersion?: string;
  readonly response?: {
    readonly uid?: string;
    readonly convertedObjects?: readonly unknown[];
    readonly result?: { readonly status?: string; readonly message?: string };
  };
}

/** Returns the first known version of a webhook's `conversionReviewVersions`; undefined for none. */
export function conversionVersion(acceptedVersions: readonly string[]): string | undefined {
  return acceptedVersions.find((version) => VERSIONS.includes(version));
}

/** Returns a review as JSON text. */
export function conversionText(version: string, { uid, desiredAPIVersion, objects }: ConversionRequest): string {
  const request = { uid, desiredAPIVersion, objects };
  const response = { uid: '', convertedObjects: null, result: { metadata: {} } };
  return JSON.stringify({ kind: KIND, apiVersion: `${GROUP}/${version}`, request, response });
}

/** Returns the converted objects, or the problem of an answer. Models `getConvertedObjectsFromResponse`. */
export function convertedObjects(
  answer: ConversionAnswer,
  { uid, version }: { uid: string; version: string },
): readonly unknown[] | string {
  const { kind = '', apiVersion = '', response } = answer;
  const expectedApiVersion = `${GROUP}/${version}`;
  if (version === 'v1' && (kind !== KIND || apiVersion !== expectedApiVersion))
    return `expected webhook response of ${expectedApiVersion}, Kind=${KIND}, got ${apiVersion.includes('/') ? '' : '/'}${apiVersion}, Kind=${kind}`;
  if (response === undefined) return 'no response provided';
  // As upstream, v1beta1 answers need no UID.
  if (version === 'v1' && response.uid !== uid) return `expected response.uid=${goQuote(uid)}, got ${goQuote(response.uid ?? '')}`;
  const { status = '', message = '' } = response.result ?? {};
  if (status !== 'Success') return message || `response.result.status was '${status}', not 'Success'`;
  return response.convertedObjects ?? [];
}
