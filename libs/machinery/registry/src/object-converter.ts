import type { KindDefinition, KubeObject } from '@klockwork/resources';

/** Converts objects of a kind between its versions, by a program outside the process. Models `conversion.crConverterInterface`. */
export interface ObjectConverter {
  /** Returns the objects in a version, in the same order and fresh. Rejects with ApiError for a failed conversion. */
  convert(kind: KindDefinition, objects: readonly KubeObject[], apiVersion: string): Promise<readonly KubeObject[]>;
}

/** Converts nothing: no kind has several versions with a program between them. */
export const noConverter: ObjectConverter = {
  convert: async ({ kind }) => {
    throw new Error(`no converter for ${kind}`);
  },
};
