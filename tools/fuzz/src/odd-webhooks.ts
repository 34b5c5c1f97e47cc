import { type OutboundAnswer, OutboundError, type OutboundHttps, type OutboundRequest } from '@klockwork/http-api';
import type { Random } from '@klockwork/kernel';
import { once, pick } from './chance.ts';
import { oddValue } from './make-value.ts';

const HOST = 'https://hooks.test';

/** Kind that a webhook converts, in its other version. */
export const OLD_CONVERTED = { apiVersion: 'fuzz.example.com/v1alpha1', kind: 'Turn' };
/** Path of the conversion webhook. */
export const CONVERSION_URL = `${HOST}/convert`;

/** Patches of objects: harmless, of the identity, of the whole object, and failing ones. */
const PATCHES: readonly (readonly object[])[] = [
  [{ op: 'add', path: '/metadata/labels', value: { a: 'b' } }],
  [{ op: 'add', path: '/metadata/annotations', value: { a: 'b' } }],
  [{ op: 'replace', path: '/metadata/name', value: 'b' }],
  [{ op: 'replace', path: '/metadata/namespace', value: 'kube-system' }],
  [{ op: 'add', path: '/metadata/managedFields', value: [] }],
  [{ op: 'add', path: '/metadata/ownerReferences', value: [{ apiVersion: 'v1', kind: 'Pod', name: 'a', uid: 'a' }] }],
  [{ op: 'add', path: '/metadata/finalizers', value: ['a/b'] }],
  [{ op: 'add', path: '/data', value: { a: 1 } }],
  [{ op: 'add', path: '/spec', value: { replicas: -1 } }],
  [{ op: 'remove', path: '/metadata' }],
  [{ op: 'replace', path: '', value: null }],
  [{ op: 'test', path: '/a', value: 1 }],
  [{ op: 'move', from: '/metadata', path: '/metadata/labels' }],
];

type Review = { readonly apiVersion: string; readonly kind: string; readonly request: Readonly<Record<string, unknown>> };
type Program = (random: Random, review: Review) => OutboundAnswer;

const programs: Readonly<Record<string, Program>> = {
  allows: (_, review) => answered(review, { allowed: true }),
  warns: (_, review) =>
    answered(review, { allowed: true, warnings: ['careful', 'ä'.repeat(300)], auditAnnotations: { 'a.b/c': 'd', e: 'f' } }),
  refuses: (random, review) =>
    answered(review, { allowed: once(random, 2), status: { code: pick(random, [0, 400, 403, 422, 503]), message: 'no', reason: 'Never' } }),
  patches: (random, review) =>
    answered(review, { allowed: true, patchType: 'JSONPatch', patch: base64(JSON.stringify(pick(random, PATCHES))) }),
  lies: (random, review) => answered(review, pick(random, LIES)),
  breaks: (random) => pick(random, BROKEN)(random),
};

const LIES: readonly object[] = [
  { allowed: true, uid: 'another' },
  { allowed: true, patchType: 'JSONPatch', patch: '?' },
  { allowed: true, patch: base64('[]') },
  { allowed: true, patchType: 'Merge', patch: base64('{}') },
  { allowed: true, patchType: 'JSONPatch', patch: base64('{"op":"add"}') },
  { allowed: 'yes' },
  { allowed: false, status: { details: { causes: [{ message: 'a' }] }, metadata: {}, code: 10_000 } },
  {},
];

const BROKEN: readonly ((random: Random) => OutboundAnswer)[] = [
  () => {
    throw new OutboundError('dial tcp 127.0.0.1:9443: connect: connection refused');
  },
  () => {
    throw new OutboundError('context deadline exceeded');
  },
  () => ({ status: 500, contentType: 'text/plain', body: 'oh' }),
  () => ({ status: 302, contentType: 'text/html', body: '' }),
  () => json('{"response":'),
  () => json(''),
  (random) => json(JSON.stringify(oddValue(random))),
  (random) => json(JSON.stringify({ apiVersion: 'admission.k8s.io/v1', kind: 'AdmissionReview', response: oddValue(random) })),
];

/** Names of the programs behind webhooks. */
export const PROGRAMS = Object.keys(programs);

/** URL of a program. */
export function programUrl(program: string): string {
  return `${HOST}/${program}`;
}

/** Programs behind webhooks: some answer well, others refuse, patch, lie and break. Equal seeds answer equally. */
export class OddWebhooks implements OutboundHttps {
  readonly #random: Random;

  constructor(random: Random) {
    this.#random = random;
  }

  async send({ url, body }: OutboundRequest): Promise<OutboundAnswer> {
    const [address = ''] = url.split('?');
    const review = JSON.parse(body) as Review;
    if (address === CONVERSION_URL) return converted(this.#random, review);
    const program = programs[address.slice(HOST.length + 1)];
    if (program === undefined) throw new OutboundError('dial tcp: lookup a: no such host');
    return program(this.#random, review);
  }
}

/** Converts objects mostly well. */
function converted(random: Random, review: Review): OutboundAnswer {
  const { desiredAPIVersion, objects } = review.request as { desiredAPIVersion: string; objects: readonly object[] };
  const convertedObjects = objects.map((object) => ({ ...object, apiVersion: desiredAPIVersion }));
  if (!once(random, 12)) return answered(review, { convertedObjects, result: { status: 'Success' } });
  const odd = [
    { convertedObjects: convertedObjects.slice(1), result: { status: 'Success' } },
    { convertedObjects: objects.map(() => oddValue(random)), result: { status: 'Success' } },
    { convertedObjects: objects, result: { status: 'Success' } },
    { convertedObjects, result: { status: 'Failure', message: 'no' } },
    { convertedObjects: convertedObjects.map((one) => ({ ...one, metadata: oddValue(random) })), result: { status: 'Success' } },
  ];
  return once(random, 2) ? pick(random, BROKEN)(random) : answered(review, pick(random, odd));
}

function answered({ apiVersion, kind, request }: Review, response: object): OutboundAnswer {
  return json(JSON.stringify({ apiVersion, kind, response: { uid: request.uid, ...response } }));
}

function json(body: string): OutboundAnswer {
  return { status: 200, contentType: 'application/json', body };
}

function base64(text: string): string {
  return Buffer.from(text).toString('base64');
}
