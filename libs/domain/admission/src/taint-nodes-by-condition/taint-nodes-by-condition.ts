import { type Node, taintNewNode } from '@klockwork/resources';
import type { Admission } from '../admission.ts';

/** Taints a new node as not ready. Models `plugin/pkg/admission/nodetaint`. */
export const taintNodesByCondition: Admission = {
  name: 'TaintNodesByCondition',

  admit({ resource, operation, subresource, object }) {
    const isNewNode = operation === 'CREATE' && subresource === '' && resource.group === '' && resource.resource === 'nodes';
    if (isNewNode && object !== undefined) taintNewNode(object as Node);
  },
};
