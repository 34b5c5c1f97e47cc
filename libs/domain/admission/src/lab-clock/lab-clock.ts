import { resources } from '@klockwork/resources';
import type { Admission } from '../admission.ts';
import { forbidden } from '../refuse.ts';

/**
 * Forbids deletion of the lab's Clock. A new Clock would count its advances from 1, so clients waiting for an advance would mistake another
 * one for it. Admission rejects the deletion, as for undeletable namespaces.
 */
export const labClock: Admission = {
  name: 'LabClock',

  admit(request) {
    const { group, resource } = request.resource;
    const isClock = group === resources.clocks.group && resource === resources.clocks.resource;
    if (isClock && request.operation === 'DELETE') throw forbidden(request, 'this clock may not be deleted');
  },
};
