import { byteString, bytesOf, decodeUtf8, encodeUtf8 } from '@klockwork/kernel';
import type { HttpAnswer, HttpRequest } from '../../network/http/http-server.ts';
import type { Command } from '../call.ts';
import { textAnswer } from './plain-text.ts';
import { servePaths } from './serve-paths.ts';

interface ConversionReview {
  readonly kind: string;
  readonly apiVersion: string;
  readonly request: { readonly uid: string; readonly desiredAPIVersion: string; readonly objects: readonly ConvertedObject[] };
}

type ConvertedObject = Readonly<Record<string, unknown>> & { readonly apiVersion: string };

const V1 = 'stable.example.com/v1';
const V2 = 'stable.example.com/v2';

/** `agnhost crd-conversion-webhook`: converts `hostPort` to `host` and `port`. Models kubernetes/test/images/agnhost/crd-conversion-webhook. */
export const agnhostConversionWebhook: Command = (call) =>
  servePaths(call, {
    '/crdconvert': convertAnswer,
    '/readyz': () => textAnswer('ok'),
  });

function convertAnswer({ body }: HttpRequest): HttpAnswer {
  const { kind, apiVersion, request } = JSON.parse(decodeUtf8(bytesOf(body))) as ConversionReview;
  const { uid, desiredAPIVersion, objects } = request;
  const convertedObjects = objects.map((object) => convert(object, desiredAPIVersion));
  const problem = convertedObjects.find((one) => typeof one === 'string');
  const result = problem === undefined ? { status: 'Success' } : { status: 'Failure', message: problem };
  const response = { uid, ...(problem === undefined && { convertedObjects: convertedObjects }), result };
  const text = JSON.stringify({ kind, apiVersion, response });
  return { status: 200, headers: [['Content-Type', 'application/json']], body: byteString(encodeUtf8(text)) };
}

/** Returns the converted object, or the message of a failure. */
function convert(object: ConvertedObject, version: string): ConvertedObject | string {
  const { apiVersion } = object;
  if (apiVersion === version) return `conversion from a version to itself should not call the webhook: ${version}`;
  if (apiVersion === V1 && version === V2) return toHostAndPort(object);
  if (apiVersion === V2 && version === V1) return toHostPort(object);
  return `unexpected conversion version "${apiVersion === V1 || apiVersion === V2 ? version : apiVersion}"`;
}

function toHostAndPort({ hostPort, ...rest }: ConvertedObject): ConvertedObject | string {
  if (hostPort === undefined) return { ...rest, apiVersion: V2 };
  const parts = String(hostPort).split(':');
  return parts.length === 2 ? { ...rest, apiVersion: V2, host: parts[0], port: parts[1] } : `invalid hostPort value \`${hostPort}\``;
}

function toHostPort({ host, port, ...rest }: ConvertedObject): ConvertedObject {
  const hasAny = host !== undefined || port !== undefined;
  return { ...rest, apiVersion: V1, ...(hasAny && { hostPort: `${host ?? ''}:${port ?? ''}` }) };
}
