import { encodeBase64, encodeUtf8 } from '@klockwork/kernel';

/** Request of an AdmissionReview, as far as the webhook reads it. */
export interface AdmissionRequest {
  readonly uid: string;
  readonly name?: string;
  readonly operation: string;
  readonly resource: { readonly group: string; readonly version: string; readonly resource: string };
  readonly subResource?: string;
  readonly object: ReviewedObject | null;
  readonly oldObject: ReviewedObject | null;
}

/** Object of a request. Options of an attachment have no metadata. */
export interface ReviewedObject {
  readonly metadata?: { readonly name?: string; readonly labels?: Readonly<Record<string, string>> };
  readonly data?: Readonly<Record<string, string>>;
  readonly spec?: { readonly containers?: readonly ContainerName[]; readonly initContainers?: readonly ContainerName[] };
  readonly stdin?: boolean;
  readonly container?: string;
}

interface ContainerName {
  readonly name: string;
}

/** Response of a review, without its uid. */
export interface AdmissionResponse {
  readonly allowed: boolean;
  readonly status?: { readonly message?: string; readonly reason?: string; readonly status?: string; readonly code?: number };
  readonly patch?: string;
  readonly patchType?: 'JSONPatch';
}

/** Decides on a request; undefined for a request of another resource. `hang` for a response that is never sent. */
export type Review = (request: AdmissionRequest) => AdmissionResponse | 'hang' | undefined;

const ALLOWED: AdmissionResponse = { allowed: true };
const TEST_LABEL = 'webhook-e2e-test';
const UNWANTED = 'webhook-disallow';
const UNDELETABLE = 'webhook-nondeletable';

/** Denies everything. */
export const denyAll: Review = () => denied({ message: 'this webhook denies all requests' });

/** Allows everything. */
export const allowAll: Review = () => ({ allowed: true, status: { message: 'this webhook allows all requests' } });

/** Adds the label `added-label: yes`. */
export const addLabel: Review = ({ object }) => {
  const labels = object?.metadata?.labels ?? {};
  if (Object.keys(labels).length === 0) return patched([{ op: 'add', path: '/metadata/labels', value: { 'added-label': 'yes' } }]);
  const present = labels['added-label'];
  if (present === 'yes') return ALLOWED;
  return patched([{ op: present === undefined ? 'add' : 'replace', path: '/metadata/labels/added-label', value: 'yes' }]);
};

/** Denies pods with an unwanted label or container name. */
export const reviewPod: Review = ({ resource, object }) => {
  if (!isCore(resource, 'pods')) return denied({ message: 'expect resource to be {  v1 pods}' });
  const label = object?.metadata?.labels?.[TEST_LABEL];
  if (label === 'wait-forever') return 'hang';
  const problems = [
    ...(label === UNWANTED ? ['the pod contains unwanted label;'] : []),
    ...(object?.spec?.containers ?? []).flatMap(({ name }) =>
      name.includes(UNWANTED) ? ['the pod contains unwanted container name;'] : [],
    ),
  ];
  return problems.length === 0 ? ALLOWED : denied({ message: problems.join(' ') });
};

/** Adds an init container to one pod. */
export const addInitContainer: Review = ({ resource, object }) => {
  if (!isCore(resource, 'pods')) return undefined;
  const name = 'webhook-added-init-container';
  if (object?.metadata?.name !== 'webhook-to-be-mutated' || has(object.spec?.initContainers, name)) return ALLOWED;
  return patched([{ op: 'add', path: '/spec/initContainers', value: [{ image: 'webhook-added-image', name, resources: {} }] }]);
};

/** Returns a review that adds a container with an image; without an image it fails. */
export function addSidecar(image: string): Review {
  const name = 'webhook-added-sidecar';
  return ({ resource, object }) => {
    if (image === '') return denied({ status: 'Failure', message: 'No image specified by the sidecar-image parameter', code: 500 });
    if (!isCore(resource, 'pods')) return undefined;
    if (has(object?.spec?.containers, name)) return ALLOWED;
    return patched([{ op: 'add', path: '/spec/containers/-', value: { image, name, resources: {} } }]);
  };
}

/** Denies ConfigMaps with unwanted data. */
export const reviewConfigMap: Review = (request) =>
  isCore(request.resource, 'configmaps') ? reviewData(request, 'configmap', 'key and value') : undefined;

/** Denies custom resources with unwanted data. */
export const reviewCustomResource: Review = (request) => reviewData(request, 'custom resource', 'data');

/** Changes ConfigMaps in two stages. */
export const mutateConfigMap: Review = (request) => (isCore(request.resource, 'configmaps') ? mutateData(request) : undefined);

/** Changes custom resources in two stages. */
export const mutateCustomResource: Review = (request) => mutateData(request);

/** Denies definitions with an unwanted label. */
export const reviewDefinition: Review = ({ object }) =>
  object?.metadata?.labels?.[TEST_LABEL] === UNWANTED ? denied({ message: 'the crd contains unwanted label' }) : ALLOWED;

/** Denies interactive attachments to one container. */
export const reviewAttachment: Review = ({ name, resource, subResource, object }) => {
  if (name !== 'to-be-attached-pod') return ALLOWED;
  if (!isCore(resource, 'pods') || subResource !== 'attach') return denied({ message: 'expect subresource to be attach' });
  if (object?.stdin !== true || object.container !== 'container1') return ALLOWED;
  return denied({ message: "attaching to pod 'to-be-attached-pod' is not allowed" });
};

function reviewData({ operation, object, oldObject }: AdmissionRequest, what: string, unwantedText: string): AdmissionResponse {
  const value = (operation === 'DELETE' ? oldObject : object)?.data?.[TEST_LABEL];
  if (value === UNWANTED && (operation === 'CREATE' || operation === 'UPDATE'))
    return denied({ reason: `the ${what} contains unwanted ${unwantedText}` });
  if (value === UNDELETABLE && operation === 'DELETE')
    return denied({ reason: `the ${what} cannot be deleted because it contains unwanted key and value` });
  return ALLOWED;
}

function mutateData({ object }: AdmissionRequest): AdmissionResponse {
  const data = object?.data ?? {};
  if (data['mutation-stage-1'] === 'yes') return patched([{ op: 'add', path: '/data/mutation-stage-2', value: 'yes' }]);
  return data['mutation-start'] === 'yes' ? patched([{ op: 'add', path: '/data/mutation-stage-1', value: 'yes' }]) : ALLOWED;
}

function isCore({ group, version, resource }: AdmissionRequest['resource'], name: string): boolean {
  return group === '' && version === 'v1' && resource === name;
}

function has(containers: readonly ContainerName[] | undefined, name: string): boolean {
  return containers?.some((container) => container.name === name) === true;
}

function denied(status: NonNullable<AdmissionResponse['status']>): AdmissionResponse {
  return { allowed: false, status };
}

function patched(operations: readonly object[]): AdmissionResponse {
  return { allowed: true, patch: encodeBase64(encodeUtf8(JSON.stringify(operations))), patchType: 'JSONPatch' };
}
