import { canonicalQuantity, dns1123Subdomain, QuantityError, validateObjectMeta, validateObjectMetaUpdate } from '@klockwork/api-machinery';
import { imageProblems, isRepositoryPattern } from '@klockwork/images';
import { continueGeneration, specChanged, startGeneration } from '../generic/generation.ts';
import { lifeCycleEvent } from '../generic/life-cycle-events.ts';
import type { KindDefinition } from '../kind.ts';
import { resources } from '../resource-refs.ts';
import { imageColumns } from './image.columns.ts';
import type { LabImage } from './image.ts';

const SIZE = '64Mi';

/** Image: what there is to pull in the lab, and what it does. No Kubernetes has it; its definition is named as a custom resource's. */
export const imageKind: KindDefinition<LabImage> = {
  ...resources.images,
  listKind: 'ImageList',
  singular: 'image',
  shortNames: ['img'],
  categories: [],
  definition: 'dev.klockwork.v1alpha1.Image',
  strategy: {
    default: imageDefaults,
    prepareForCreate: startGeneration,
    prepareForUpdate: (draft, previous) => continueGeneration(draft, previous, specChanged(draft, previous)),
    validate: ({ metadata, spec }) => [
      ...validateObjectMeta(metadata ?? {}, { namespaced: false, nameFn: dns1123Subdomain }),
      ...imageProblems(spec ?? {}, 'spec'),
    ],
    validateUpdate: ({ metadata, spec }, previous) => [
      ...validateObjectMetaUpdate(metadata ?? {}, previous.metadata ?? {}),
      ...imageProblems(spec ?? {}, 'spec'),
    ],
  },
  columns: imageColumns,
  selectableFields: {},
  event: (change) => lifeCycleEvent('Image', change),
};

/** An image has a size and says which tools it carries; a pattern of repositories is of any tag. */
function imageDefaults(draft: LabImage): void {
  const { size = SIZE, tools = 'busybox', ...rest } = draft.spec ?? ({} as NonNullable<LabImage['spec']>);
  const anyTag = isRepositoryPattern(rest.repository ?? '') && rest.tags === undefined ? { tags: ['*'] } : {};
  draft.spec = { ...rest, ...anyTag, size: canonical(size), tools };
}

/** The size as the API prints it; what is none is left for validation to refuse. */
function canonical(size: string): string {
  try {
    return canonicalQuantity(size);
  } catch (error) {
    if (!(error instanceof QuantityError)) throw error;
    return size;
  }
}
