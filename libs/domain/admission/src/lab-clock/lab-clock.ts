import { resources } from '@klockwork/resources';
import type { Admission } from '../admission.ts';
import { forbidden } from '../refuse.ts';

/**
 * The lab's clock never goes. Made anew it would count its advances from one again, and who waits for the end of one
 * would take another's for it. As with the namespaces that never go, the refusal is admission's.
 */
export const labClock: Admission = {
  name: 'LabClock',

  admit(request) {
    const { group, resource } = request.resource;
    const isClock = group === resources.clocks.group && resource === resources.clocks.resource;
    if (isClock && request.operation === 'DELETE') throw forbidden(request, 'this clock may not be deleted');
  },
};
