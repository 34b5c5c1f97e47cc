export { alwaysWritten } from './always-written.ts';
export { base64Problem } from './base64-problem.ts';
export { BODY_VALUES_MAX } from './body-values.ts';
export { isBusyKind } from './busy-kinds.ts';
export { DecodeError, decodeRefusal, strictErrorText } from './decode-error.ts';
export type { DecodedJson } from './decode-json.ts';
export { decodeJson } from './decode-json.ts';
export type { DecodedProtobuf } from './decode-protobuf.ts';
export { decodeProtobuf } from './decode-protobuf.ts';
export { formatDuration, parseDuration } from './duration.ts';
export { semanticEqual } from './equality.ts';
export type { FieldChange } from './field-changes.ts';
export { fieldChanges } from './field-changes.ts';
export type { FieldError } from './field-error.ts';
export { fieldErrors } from './field-errors.ts';
export type { FieldRequirement } from './field-selector.ts';
export { fieldSelector } from './field-selector.ts';
export { fitSchema } from './fit-schema.ts';
export { GENERATED_SUFFIX_LENGTH, generateName } from './generate-name.ts';
export { compareText, goEscape, goJson, goNumber, goQuote, goTypeOf } from './go-text.ts';
export { goValueText } from './go-value-text.ts';
export { ipAddress, isIpv4, isIpv6 } from './ip-address.ts';
export { checkDepth } from './json-depth.ts';
export { applyJsonPatch } from './json-patch.ts';
export { followJsonPath } from './json-path.ts';
export type { LabelOperator, LabelRequirement } from './label-requirement.ts';
export { meetsRequirement } from './label-requirement.ts';
export type { LabelSelector } from './label-selector.ts';
export { labelSelector, validateLabelSelector } from './label-selector.ts';
export type { Labels } from './labels.ts';
export { validateLabelName, validateLabels } from './labels.ts';
export type { MediaType } from './media-type.ts';
export { MEDIA_TYPES, parseContentType } from './media-type.ts';
export { applyMergePatch } from './merge-patch.ts';
export type { MismatchWords } from './mismatch-words.ts';
export { convertMismatch, jsonTypeOf } from './mismatch-words.ts';
export type { NameFormat } from './name-formats.ts';
export {
  configMapKey,
  dns1035Label,
  dns1123Label,
  dns1123Subdomain,
  envVarName,
  httpHeaderName,
  httpPath,
  inRange,
  labelValue,
  pathSegment,
  percent,
  portName,
  portNumber,
  qualifiedName,
  underscoredSubdomain,
  wildcardSubdomain,
} from './name-formats.ts';
export type { AnswerForm, Projection } from './negotiate.ts';
export { ANSWERED_TYPES, DISCOVERY_PROJECTIONS, LIST_PROJECTIONS, negotiate, OBJECT_PROJECTIONS } from './negotiate.ts';
export {
  validateAnnotations,
  validateFieldManager,
  validateGenericMeta,
  validateGenericMetaUpdate,
  validateImmutable,
  validateObjectMeta,
  validateObjectMetaUpdate,
} from './object-meta.ts';
export { getOwn } from './own-property.ts';
export { parseBool } from './parse-bool.ts';
export { parseJsonPath } from './parse-json-path.ts';
export { patchRefusal } from './patch-refusal.ts';
export type { Quantity } from './quantity.ts';
export {
  addQuantity,
  asMilli,
  asNumber,
  canonicalQuantity,
  compareQuantity,
  formatQuantity,
  parseQuantity,
  QuantityError,
  subQuantity,
} from './quantity.ts';
export type { QuantityFormat } from './quantity-grammar.ts';
export { sameFields, sameJson } from './same-json.ts';
export type { Schema, SchemaAlternatives } from './schema.ts';
export { validateFieldRequirement, validateLabelRequirement } from './selector-requirement.ts';
export type { GroupKind, GroupResource } from './status-errors.ts';
export { aggregateText, optimisticLock, statusErrors } from './status-errors.ts';
export { applyStrategicMergePatch } from './strategic-merge-patch.ts';
export { formatTime, humanDuration, parseTime, translateTimestamp } from './time.ts';
export { compareVersions } from './version-priority.ts';
export type { WaitCondition } from './wait-condition.ts';
export { judgeWaitCondition, parseWaitCondition } from './wait-condition.ts';
