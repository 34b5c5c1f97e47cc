import { canonicalQuantity, dns1123Subdomain, QuantityError, validateObjectMeta, validateObjectMetaUpdate } from '@klockwork/api-machinery';
import { imageProblems, isRepositoryPattern } from '@klockwork/images';
import { continueGeneration, specChanged, startGeneration } from '../generic/generation.ts';
import { lifeCycleEvent } from '../generic/life-cycle-events.ts';
import type { KindDefinition } from '../kind.ts';
import { resources } from '../resource-refs.ts';
import { imageColumns } from './image.columns.ts';
import type { LabImage } from './image.ts';

const SIZE = '64Mi';

/** Image: pullable image of the lab, and its behaviour. A kind of this project, with a custom resource's form of definition name. */
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

/** Sets default size and tools; repository patterns get all tags. */
function imageDefaults(draft: LabImage): void {
  const { size = SIZE, tools = 'busybox', ...rest } = draft.spec ?? ({} as NonNullable<LabImage['spec']>);
  const anyTag = isRepositoryPattern(rest.repository ?? '') && rest.tags === undefined ? { tags: ['*'] } : {};
  draft.spec = { ...rest, ...anyTag, size: canonical(size), tools };
}

/** Returns the canonical size; invalid sizes are left to validation. */
function canonical(size: string): string {
  try {
    return canonicalQuantity(size);
  } catch (error) {
    if (!(error instanceof QuantityError)) throw error;
    return size;
  }
}
