export type {
  AllocationView,
  Cell,
  Change,
  DomainEvent,
  KindDefinition,
  PrinterColumn,
  ProjectedSubresource,
  ResourceRef,
  Strategy,
  SubresourceStrategy,
  WriteContext,
} from './kind.ts';
export { allKinds, kindOf } from './kinds.ts';
export type { KubeObject, ObjectKey } from './object.ts';
export { keyText } from './object.ts';
export { resources } from './resource-refs.ts';
