/** A type of Go, as far as the text of a value tells it. `name` is how the type is written: `[]core.Container`. */
export type GoType =
  | { readonly kind: 'scalar'; readonly name: string }
  | { readonly kind: 'quantity'; readonly name: string }
  | { readonly kind: 'pointer'; readonly name: string; readonly to: GoType }
  | { readonly kind: 'slice'; readonly name: string; readonly of: GoType }
  /** `mark` stands before the keys: `s` tells that they have a text of their own. */
  | { readonly kind: 'map'; readonly name: string; readonly of: GoType; readonly mark: '' | 's' }
  | { readonly kind: 'struct'; readonly name: string; readonly fields: readonly GoField[] };

/** `json` is the name of the field in JSON; undefined for an embedded struct, whose fields stand beside the others. */
export interface GoField {
  readonly name: string;
  readonly json: string | undefined;
  readonly type: GoType;
}

/**
 * Fields in their order, written `Name Type`; `Type` alone is embedded. What is left out never differs or is printed as a scalar.
 * Models `pkg/apis/core/types.go` of 1.35.
 */
const STRUCTS: Readonly<Record<string, string>> = {
  PodSpec:
    'Volumes []Volume; InitContainers []Container; Containers []Container; EphemeralContainers []EphemeralContainer; RestartPolicy string; TerminationGracePeriodSeconds *int; ActiveDeadlineSeconds *int; DNSPolicy string; NodeSelector map[string]string; ServiceAccountName string; AutomountServiceAccountToken *bool; NodeName string; SecurityContext *PodSecurityContext; ImagePullSecrets []LocalObjectReference; Hostname string; Subdomain string; SetHostnameAsFQDN *bool; Affinity *Affinity; SchedulerName string; Tolerations []Toleration; HostAliases []HostAlias; PriorityClassName string; Priority *int; PreemptionPolicy *string; DNSConfig *PodDNSConfig; ReadinessGates []PodReadinessGate; RuntimeClassName *string; Overhead ResourceList; EnableServiceLinks *bool; TopologySpreadConstraints []TopologySpreadConstraint; OS *PodOS; SchedulingGates []PodSchedulingGate; ResourceClaims []PodResourceClaim; Resources *ResourceRequirements; HostnameOverride *string; WorkloadRef *string',
  Container:
    'Name string; Image string; Command []string; Args []string; WorkingDir string; Ports []ContainerPort; EnvFrom []EnvFromSource; Env []EnvVar; Resources ResourceRequirements; ResizePolicy []ContainerResizePolicy; RestartPolicy *string; RestartPolicyRules []ContainerRestartRule; VolumeMounts []VolumeMount; VolumeDevices []VolumeDevice; LivenessProbe *Probe; ReadinessProbe *Probe; StartupProbe *Probe; Lifecycle *Lifecycle; TerminationMessagePath string; TerminationMessagePolicy string; ImagePullPolicy string; SecurityContext *SecurityContext; Stdin bool; StdinOnce bool; TTY bool',
  EphemeralContainer: 'Container; TargetContainerName string',
  PodSecurityContext:
    'HostNetwork bool; HostPID bool; HostIPC bool; ShareProcessNamespace *bool; HostUsers *bool; SELinuxOptions *SELinuxOptions; WindowsOptions *WindowsSecurityContextOptions; RunAsUser *int; RunAsGroup *int; RunAsNonRoot *bool; SupplementalGroups []int; SupplementalGroupsPolicy *string; FSGroup *int; FSGroupChangePolicy *string; Sysctls []Sysctl; SeccompProfile *SeccompProfile; AppArmorProfile *AppArmorProfile; SELinuxChangePolicy *string',
  SecurityContext:
    'Capabilities *Capabilities; Privileged *bool; SELinuxOptions *SELinuxOptions; WindowsOptions *WindowsSecurityContextOptions; RunAsUser *int; RunAsGroup *int; RunAsNonRoot *bool; ReadOnlyRootFilesystem *bool; AllowPrivilegeEscalation *bool; ProcMount *string; SeccompProfile *SeccompProfile; AppArmorProfile *AppArmorProfile',
  Capabilities: 'Add []Capability; Drop []Capability',
  SELinuxOptions: 'User string; Role string; Type string; Level string',
  WindowsSecurityContextOptions: 'GMSACredentialSpecName *string; GMSACredentialSpec *string; RunAsUserName *string; HostProcess *bool',
  SeccompProfile: 'Type string; LocalhostProfile *string',
  AppArmorProfile: 'Type string; LocalhostProfile *string',
  Sysctl: 'Name string; Value string',
  ContainerPort: 'Name string; HostPort int; ContainerPort int; Protocol string; HostIP string',
  EnvVar: 'Name string; Value string; ValueFrom *EnvVarSource',
  EnvVarSource:
    'FieldRef *ObjectFieldSelector; ResourceFieldRef *ResourceFieldSelector; ConfigMapKeyRef *ConfigMapKeySelector; SecretKeyRef *SecretKeySelector',
  ObjectFieldSelector: 'APIVersion string; FieldPath string',
  ResourceFieldSelector: 'ContainerName string; Resource string; Divisor Quantity',
  ConfigMapKeySelector: 'LocalObjectReference; Key string; Optional *bool',
  SecretKeySelector: 'LocalObjectReference; Key string; Optional *bool',
  EnvFromSource: 'Prefix string; ConfigMapRef *ConfigMapEnvSource; SecretRef *SecretEnvSource',
  ConfigMapEnvSource: 'LocalObjectReference; Optional *bool',
  SecretEnvSource: 'LocalObjectReference; Optional *bool',
  LocalObjectReference: 'Name string',
  ResourceRequirements: 'Limits ResourceList; Requests ResourceList; Claims []ResourceClaim',
  ResourceClaim: 'Name string; Request string',
  ContainerResizePolicy: 'ResourceName string; RestartPolicy string',
  ContainerRestartRule: 'Action string; ExitCodes *ContainerRestartRuleOnExitCodes',
  ContainerRestartRuleOnExitCodes: 'Operator string; Values []int',
  VolumeMount:
    'Name string; ReadOnly bool; RecursiveReadOnly *string; MountPath string; SubPath string; MountPropagation *string; SubPathExpr string',
  VolumeDevice: 'Name string; DevicePath string',
  Probe:
    'ProbeHandler; InitialDelaySeconds int; TimeoutSeconds int; PeriodSeconds int; SuccessThreshold int; FailureThreshold int; TerminationGracePeriodSeconds *int',
  ProbeHandler: 'Exec *ExecAction; HTTPGet *HTTPGetAction; TCPSocket *TCPSocketAction; GRPC *GRPCAction',
  Lifecycle: 'PostStart *LifecycleHandler; PreStop *LifecycleHandler; StopSignal *string',
  LifecycleHandler: 'Exec *ExecAction; HTTPGet *HTTPGetAction; TCPSocket *TCPSocketAction; Sleep *SleepAction',
  ExecAction: 'Command []string',
  HTTPGetAction: 'Path string; Port IntOrString; Host string; Scheme string; HTTPHeaders []HTTPHeader',
  HTTPHeader: 'Name string; Value string',
  TCPSocketAction: 'Port IntOrString; Host string',
  GRPCAction: 'Port int; Service *string',
  SleepAction: 'Seconds int',
  Toleration: 'Key string; Operator string; Value string; Effect string; TolerationSeconds *int',
  HostAlias: 'IP string; Hostnames []string',
  PodDNSConfig: 'Nameservers []string; Searches []string; Options []PodDNSConfigOption',
  PodDNSConfigOption: 'Name string; Value *string',
  PodReadinessGate: 'ConditionType string',
  PodSchedulingGate: 'Name string',
  PodOS: 'Name string',
  PodResourceClaim: 'Name string; ResourceClaimName *string; ResourceClaimTemplateName *string',
  TopologySpreadConstraint:
    'MaxSkew int; TopologyKey string; WhenUnsatisfiable string; LabelSelector *string; MinDomains *int; NodeAffinityPolicy *string; NodeTaintsPolicy *string; MatchLabelKeys []string',
  Affinity: 'NodeAffinity *NodeAffinity; PodAffinity *string; PodAntiAffinity *string',
  NodeAffinity:
    'RequiredDuringSchedulingIgnoredDuringExecution *NodeSelector; PreferredDuringSchedulingIgnoredDuringExecution []PreferredSchedulingTerm',
  NodeSelector: 'NodeSelectorTerms []NodeSelectorTerm',
  NodeSelectorTerm: 'MatchExpressions []NodeSelectorRequirement; MatchFields []NodeSelectorRequirement',
  NodeSelectorRequirement: 'Key string; Operator string; Values []string',
  PreferredSchedulingTerm: 'Weight int; Preference NodeSelectorTerm',
  Volume: 'Name string; VolumeSource',
  VolumeSource:
    'HostPath *HostPathVolumeSource; EmptyDir *EmptyDirVolumeSource; Secret *SecretVolumeSource; NFS *NFSVolumeSource; PersistentVolumeClaim *PersistentVolumeClaimVolumeSource; DownwardAPI *DownwardAPIVolumeSource; ConfigMap *ConfigMapVolumeSource; Projected *ProjectedVolumeSource; CSI *string; Ephemeral *string; Image *ImageVolumeSource',
  HostPathVolumeSource: 'Path string; Type *string',
  EmptyDirVolumeSource: 'Medium string; SizeLimit *Quantity',
  SecretVolumeSource: 'SecretName string; Items []KeyToPath; DefaultMode *int; Optional *bool',
  NFSVolumeSource: 'Server string; Path string; ReadOnly bool',
  PersistentVolumeClaimVolumeSource: 'ClaimName string; ReadOnly bool',
  ConfigMapVolumeSource: 'LocalObjectReference; Items []KeyToPath; DefaultMode *int; Optional *bool',
  DownwardAPIVolumeSource: 'Items []DownwardAPIVolumeFile; DefaultMode *int',
  DownwardAPIVolumeFile: 'Path string; FieldRef *ObjectFieldSelector; ResourceFieldRef *ResourceFieldSelector; Mode *int',
  KeyToPath: 'Key string; Path string; Mode *int',
  ProjectedVolumeSource: 'Sources []VolumeProjection; DefaultMode *int',
  VolumeProjection:
    'Secret *SecretProjection; DownwardAPI *DownwardAPIProjection; ConfigMap *ConfigMapProjection; ServiceAccountToken *ServiceAccountTokenProjection',
  SecretProjection: 'LocalObjectReference; Items []KeyToPath; Optional *bool',
  ConfigMapProjection: 'LocalObjectReference; Items []KeyToPath; Optional *bool',
  DownwardAPIProjection: 'Items []DownwardAPIVolumeFile',
  ServiceAccountTokenProjection: 'Audience string; ExpirationSeconds int; Path string',
  ImageVolumeSource: 'Reference string; PullPolicy string',
  PersistentVolumeClaimSpec:
    'AccessModes []PersistentVolumeAccessMode; Selector *string; Resources VolumeResourceRequirements; VolumeName string; StorageClassName *string; VolumeMode *string; DataSource *TypedLocalObjectReference; DataSourceRef *TypedObjectReference; VolumeAttributesClassName *string',
  VolumeResourceRequirements: 'Limits ResourceList; Requests ResourceList',
  TypedLocalObjectReference: 'APIGroup *string; Kind string; Name string',
  TypedObjectReference: 'APIGroup *string; Kind string; Name string; Namespace *string',
  PersistentVolumeSource:
    'GCEPersistentDisk *string; AWSElasticBlockStore *string; HostPath *HostPathVolumeSource; Glusterfs *string; NFS *NFSVolumeSource; RBD *string; Quobyte *string; ISCSI *string; FlexVolume *string; Cinder *string; CephFS *string; FC *string; Flocker *string; AzureFile *string; VsphereVolume *string; AzureDisk *string; PhotonPersistentDisk *string; PortworxVolume *string; ScaleIO *string; Local *LocalVolumeSource; StorageOS *string; CSI *CSIPersistentVolumeSource',
  LocalVolumeSource: 'Path string; FSType *string',
  CSIPersistentVolumeSource: 'Driver string; VolumeHandle string; ReadOnly bool; FSType string; VolumeAttributes map[string]string',
};

/** Scalars whose type is written out before their text. */
const NAMED_SCALARS: ReadonlySet<string> = new Set(['Capability', 'PersistentVolumeAccessMode']);

const known = new Map<string, GoType>();

/** The type written `text`: `*int`, `[]Container`, `PodSpec`. */
export function goType(text: string): GoType {
  const type = known.get(text) ?? parseType(text);
  known.set(text, type);
  return type;
}

function parseType(text: string): GoType {
  if (text.startsWith('*')) return pointerTo(goType(text.slice(1)));
  if (text.startsWith('[]')) return sliceOf(goType(text.slice(2)));
  if (text === 'map[string]string') return { kind: 'map', name: text, of: goType('string'), mark: '' };
  if (text === 'ResourceList') return { kind: 'map', name: 'core.ResourceList', of: goType('Quantity'), mark: 's' };
  if (text === 'Quantity') return { kind: 'quantity', name: 'resource.Quantity' };
  const fields = STRUCTS[text];
  if (fields === undefined) return { kind: 'scalar', name: NAMED_SCALARS.has(text) ? `core.${text}` : text };
  return { kind: 'struct', name: `core.${text}`, fields: fields.split('; ').map(parseField) };
}

function pointerTo(to: GoType): GoType {
  return { kind: 'pointer', name: `*${to.name}`, to };
}

function sliceOf(of: GoType): GoType {
  return { kind: 'slice', name: `[]${of.name}`, of };
}

function parseField(text: string): GoField {
  const [name, type] = text.split(' ');
  if (type === undefined) return { name: name as string, json: undefined, type: goType(name as string) };
  return { name: name as string, json: jsonName(name as string), type: goType(type) };
}

/** `DNSPolicy` is `dnsPolicy`, `TTY` is `tty`, `HostPID` is `hostPID`. */
function jsonName(name: string): string {
  return name.replace(/^[A-Z]+(?![a-z])|^[A-Z]/, (head) => head.toLowerCase());
}
