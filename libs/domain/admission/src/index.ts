export type { Admission, AdmissionRequest, AdmissionView } from './admission.ts';
export { builtInAdmission } from './built-in-admission.ts';
