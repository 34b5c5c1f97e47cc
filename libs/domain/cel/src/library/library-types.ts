import { opaque, struct } from '../types/type.ts';

export const QUANTITY_TYPE = struct('kubernetes.Quantity');
export const URL_TYPE = struct('kubernetes.URL');
export const FORMAT_TYPE = struct('kubernetes.NamedFormat');
export const SEMVER_TYPE = struct('kubernetes.Semver');
export const IP_TYPE = opaque('net.IP');
export const CIDR_TYPE = opaque('net.CIDR');
