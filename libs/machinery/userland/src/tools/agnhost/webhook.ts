import { byteString, bytesOf, decodeUtf8, encodeUtf8 } from '@klockwork/kernel';
import { headerOf } from '../../network/http/http-head.ts';
import type { HttpAnswer, HttpRequest } from '../../network/http/http-server.ts';
import type { Process } from '../../process.ts';
import type { Command } from '../call.ts';
import { flagOf } from '../flags.ts';
import {
  type AdmissionRequest,
  addInitContainer,
  addLabel,
  addSidecar,
  allowAll,
  denyAll,
  mutateConfigMap,
  mutateCustomResource,
  type Review,
  reviewAttachment,
  reviewConfigMap,
  reviewCustomResource,
  reviewDefinition,
  reviewPod,
} from './admission-reviews.ts';
import { textAnswer } from './plain-text.ts';
import { type Handler, servePaths } from './serve-paths.ts';

/** Delay of `/always-allow-delay-5s` in ms. */
const DELAY_MS = 5_000;

/** `agnhost webhook`: admission webhooks for tests. Models kubernetes/test/images/agnhost/webhook. */
export const agnhostWebhook: Command = (call) => {
  const { process } = call;
  const reviewed =
    (review: Review): Handler =>
    (request) =>
      reviewAnswer(process, request, review);
  return servePaths(call, {
    '/always-allow-delay-5s': async (request) => {
      await process.sleep(DELAY_MS);
      return reviewAnswer(process, request, allowAll);
    },
    '/always-deny': reviewed(denyAll),
    '/add-label': reviewed(addLabel),
    '/pods': reviewed(reviewPod),
    '/pods/attach': reviewed(reviewAttachment),
    '/mutating-pods': reviewed(addInitContainer),
    '/mutating-pods-sidecar': reviewed(addSidecar(flagOf(call.args, 'sidecar-image') ?? '')),
    '/configmaps': reviewed(reviewConfigMap),
    '/mutating-configmaps': reviewed(mutateConfigMap),
    '/custom-resource': reviewed(reviewCustomResource),
    '/mutating-custom-resource': reviewed(mutateCustomResource),
    '/crd': reviewed(reviewDefinition),
    '/readyz': () => textAnswer('ok'),
  });
};

async function reviewAnswer(process: Process, { head, body }: HttpRequest, review: Review): Promise<HttpAnswer> {
  if (headerOf(head, 'Content-Type') !== 'application/json') return { status: 200, headers: [], body: '' };
  const read = readReview(body);
  if (typeof read === 'string') return textAnswer(`${read}\n`, 400);
  const response = review(read.request);
  if (response === 'hang') return process.untilKilled();
  // Upstream's program would crash for a request of another resource; the connection then breaks.
  const answer = { ...read, request: undefined, response: { uid: read.request.uid, ...(response ?? { allowed: false }) } };
  return { status: 200, headers: [['Content-Type', 'application/json']], body: byteString(encodeUtf8(JSON.stringify(answer))) };
}

interface ReviewBody {
  readonly kind: string;
  readonly apiVersion: string;
  readonly request: AdmissionRequest;
}

function readReview(body: string): ReviewBody | string {
  try {
    const read = JSON.parse(decodeUtf8(bytesOf(body))) as ReviewBody;
    const isKnown = read.apiVersion === 'admission.k8s.io/v1' || read.apiVersion === 'admission.k8s.io/v1beta1';
    return isKnown && read.kind === 'AdmissionReview' ? read : `Unsupported group version kind: ${read.apiVersion}, Kind=${read.kind}`;
  } catch (error) {
    return `Request could not be decoded: ${(error as Error).message}`;
  }
}
