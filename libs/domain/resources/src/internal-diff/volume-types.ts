/** Upstream's internal types of volumes and PersistentVolumes, in the format of `go-types.ts`. Models `pkg/apis/core/types.go` of 1.35. */
export const VOLUME_TYPES: Readonly<Record<string, string>> = {
  Volume: 'Name string; VolumeSource',
  VolumeSource:
    'HostPath *HostPathVolumeSource; EmptyDir *EmptyDirVolumeSource; GCEPersistentDisk *GCEPersistentDiskVolumeSource; AWSElasticBlockStore *AWSElasticBlockStoreVolumeSource; GitRepo *GitRepoVolumeSource; Secret *SecretVolumeSource; NFS *NFSVolumeSource; ISCSI *ISCSIVolumeSource; Glusterfs *GlusterfsVolumeSource; PersistentVolumeClaim *PersistentVolumeClaimVolumeSource; RBD *RBDVolumeSource; Quobyte *QuobyteVolumeSource; FlexVolume *FlexVolumeSource; Cinder *CinderVolumeSource; CephFS=cephfs *CephFSVolumeSource; Flocker *FlockerVolumeSource; DownwardAPI *DownwardAPIVolumeSource; FC *FCVolumeSource; AzureFile *AzureFileVolumeSource; ConfigMap *ConfigMapVolumeSource; VsphereVolume *VsphereVirtualDiskVolumeSource; AzureDisk *AzureDiskVolumeSource; PhotonPersistentDisk *PhotonPersistentDiskVolumeSource; Projected *ProjectedVolumeSource; PortworxVolume *PortworxVolumeSource; ScaleIO *ScaleIOVolumeSource; StorageOS=storageos *StorageOSVolumeSource; CSI *CSIVolumeSource; Ephemeral *EphemeralVolumeSource; Image *ImageVolumeSource',
  PersistentVolumeSource:
    'GCEPersistentDisk *GCEPersistentDiskVolumeSource; AWSElasticBlockStore *AWSElasticBlockStoreVolumeSource; HostPath *HostPathVolumeSource; Glusterfs *GlusterfsPersistentVolumeSource; NFS *NFSVolumeSource; RBD *RBDPersistentVolumeSource; Quobyte *QuobyteVolumeSource; ISCSI *ISCSIPersistentVolumeSource; FlexVolume *FlexPersistentVolumeSource; Cinder *CinderPersistentVolumeSource; CephFS=cephfs *CephFSPersistentVolumeSource; FC *FCVolumeSource; Flocker *FlockerVolumeSource; AzureFile *AzureFilePersistentVolumeSource; VsphereVolume *VsphereVirtualDiskVolumeSource; AzureDisk *AzureDiskVolumeSource; PhotonPersistentDisk *PhotonPersistentDiskVolumeSource; PortworxVolume *PortworxVolumeSource; ScaleIO *ScaleIOPersistentVolumeSource; Local *LocalVolumeSource; StorageOS=storageos *StorageOSPersistentVolumeSource; CSI *CSIPersistentVolumeSource',
  VolumeNodeAffinity: 'Required *NodeSelector',
  HostPathVolumeSource: 'Path string; Type *string',
  EmptyDirVolumeSource: 'Medium string; SizeLimit *Quantity',
  GCEPersistentDiskVolumeSource: 'PDName string; FSType string; Partition int; ReadOnly bool',
  AWSElasticBlockStoreVolumeSource: 'VolumeID string; FSType string; Partition int; ReadOnly bool',
  GitRepoVolumeSource: 'Repository string; Revision string; Directory string',
  SecretVolumeSource: 'SecretName string; Items []KeyToPath; DefaultMode *int; Optional *bool',
  NFSVolumeSource: 'Server string; Path string; ReadOnly bool',
  ISCSIVolumeSource:
    'TargetPortal string; IQN string; Lun int; ISCSIInterface string; FSType string; ReadOnly bool; Portals []string; DiscoveryCHAPAuth=chapAuthDiscovery bool; SessionCHAPAuth=chapAuthSession bool; SecretRef *LocalObjectReference; InitiatorName *string',
  ISCSIPersistentVolumeSource:
    'TargetPortal string; IQN string; Lun int; ISCSIInterface string; FSType string; ReadOnly bool; Portals []string; DiscoveryCHAPAuth=chapAuthDiscovery bool; SessionCHAPAuth=chapAuthSession bool; SecretRef *SecretReference; InitiatorName *string',
  GlusterfsVolumeSource: 'EndpointsName=endpoints string; Path string; ReadOnly bool',
  GlusterfsPersistentVolumeSource: 'EndpointsName=endpoints string; Path string; ReadOnly bool; EndpointsNamespace *string',
  PersistentVolumeClaimVolumeSource: 'ClaimName string; ReadOnly bool',
  RBDVolumeSource:
    'CephMonitors=monitors []string; RBDImage=image string; FSType string; RBDPool=pool string; RadosUser=user string; Keyring string; SecretRef *LocalObjectReference; ReadOnly bool',
  RBDPersistentVolumeSource:
    'CephMonitors=monitors []string; RBDImage=image string; FSType string; RBDPool=pool string; RadosUser=user string; Keyring string; SecretRef *SecretReference; ReadOnly bool',
  QuobyteVolumeSource: 'Registry string; Volume string; ReadOnly bool; User string; Group string; Tenant string',
  FlexVolumeSource: 'Driver string; FSType string; SecretRef *LocalObjectReference; ReadOnly bool; Options map[string]string',
  FlexPersistentVolumeSource: 'Driver string; FSType string; SecretRef *SecretReference; ReadOnly bool; Options map[string]string',
  CinderVolumeSource: 'VolumeID string; FSType string; ReadOnly bool; SecretRef *LocalObjectReference',
  CinderPersistentVolumeSource: 'VolumeID string; FSType string; ReadOnly bool; SecretRef *SecretReference',
  CephFSVolumeSource: 'Monitors []string; Path string; User string; SecretFile string; SecretRef *LocalObjectReference; ReadOnly bool',
  CephFSPersistentVolumeSource: 'Monitors []string; Path string; User string; SecretFile string; SecretRef *SecretReference; ReadOnly bool',
  FlockerVolumeSource: 'DatasetName string; DatasetUUID string',
  DownwardAPIVolumeSource: 'Items []DownwardAPIVolumeFile; DefaultMode *int',
  DownwardAPIVolumeFile: 'Path string; FieldRef *ObjectFieldSelector; ResourceFieldRef *ResourceFieldSelector; Mode *int',
  FCVolumeSource: 'TargetWWNs []string; Lun *int; FSType string; ReadOnly bool; WWIDs=wwids []string',
  AzureFileVolumeSource: 'SecretName string; ShareName string; ReadOnly bool',
  AzureFilePersistentVolumeSource: 'SecretName string; ShareName string; ReadOnly bool; SecretNamespace *string',
  ConfigMapVolumeSource: 'LocalObjectReference; Items []KeyToPath; DefaultMode *int; Optional *bool',
  VsphereVirtualDiskVolumeSource: 'VolumePath string; FSType string; StoragePolicyName string; StoragePolicyID string',
  AzureDiskVolumeSource: 'DiskName string; DataDiskURI=diskURI string; CachingMode *string; FSType *string; ReadOnly *bool; Kind *string',
  PhotonPersistentDiskVolumeSource: 'PdID string; FSType string',
  PortworxVolumeSource: 'VolumeID string; FSType string; ReadOnly bool',
  ScaleIOVolumeSource:
    'Gateway string; System string; SecretRef *LocalObjectReference; SSLEnabled bool; ProtectionDomain string; StoragePool string; StorageMode string; VolumeName string; FSType string; ReadOnly bool',
  ScaleIOPersistentVolumeSource:
    'Gateway string; System string; SecretRef *SecretReference; SSLEnabled bool; ProtectionDomain string; StoragePool string; StorageMode string; VolumeName string; FSType string; ReadOnly bool',
  LocalVolumeSource: 'Path string; FSType *string',
  StorageOSVolumeSource: 'VolumeName string; VolumeNamespace string; FSType string; ReadOnly bool; SecretRef *LocalObjectReference',
  StorageOSPersistentVolumeSource: 'VolumeName string; VolumeNamespace string; FSType string; ReadOnly bool; SecretRef *ObjectReference',
  CSIVolumeSource:
    'Driver string; ReadOnly *bool; FSType *string; VolumeAttributes map[string]string; NodePublishSecretRef *LocalObjectReference',
  CSIPersistentVolumeSource:
    'Driver string; VolumeHandle string; ReadOnly bool; FSType string; VolumeAttributes map[string]string; ControllerPublishSecretRef *SecretReference; NodeStageSecretRef *SecretReference; NodePublishSecretRef *SecretReference; ControllerExpandSecretRef *SecretReference; NodeExpandSecretRef *SecretReference',
  EphemeralVolumeSource: 'VolumeClaimTemplate *PersistentVolumeClaimTemplate',
  PersistentVolumeClaimTemplate: '@metadata TemplateMeta; Spec PersistentVolumeClaimSpec',
  TemplateMeta:
    'name? string; generateName? string; namespace? string; labels? map[string]string; annotations? map[string]string; finalizers? []string',
  PersistentVolumeClaimSpec:
    'AccessModes []string; Selector *LabelSelector; Resources VolumeResourceRequirements; VolumeName string; StorageClassName *string; VolumeMode *string; DataSource *TypedLocalObjectReference; DataSourceRef *TypedObjectReference; VolumeAttributesClassName *string',
  VolumeResourceRequirements: 'Limits ResourceList; Requests ResourceList',
  TypedLocalObjectReference: 'APIGroup *string; Kind string; Name string',
  TypedObjectReference: 'APIGroup *string; Kind string; Name string; Namespace *string',
  ImageVolumeSource: 'Reference string; PullPolicy string',
  KeyToPath: 'Key string; Path string; Mode *int',
  ProjectedVolumeSource: 'Sources []VolumeProjection; DefaultMode *int',
  VolumeProjection:
    'Secret *SecretProjection; DownwardAPI *DownwardAPIProjection; ConfigMap *ConfigMapProjection; ServiceAccountToken *ServiceAccountTokenProjection; ClusterTrustBundle *ClusterTrustBundleProjection; PodCertificate *PodCertificateProjection',
  SecretProjection: 'LocalObjectReference; Items []KeyToPath; Optional *bool',
  ConfigMapProjection: 'LocalObjectReference; Items []KeyToPath; Optional *bool',
  DownwardAPIProjection: 'Items []DownwardAPIVolumeFile',
  ServiceAccountTokenProjection: 'Audience string; ExpirationSeconds int; Path string',
  ClusterTrustBundleProjection: 'Name *string; SignerName *string; LabelSelector *LabelSelector; Optional *bool; Path string',
  PodCertificateProjection:
    'SignerName string; KeyType string; MaxExpirationSeconds *int; CredentialBundlePath string; KeyPath string; CertificateChainPath string; UserAnnotations map[string]string',
  SecretReference: 'Name string; Namespace string',
  ObjectReference: 'Kind string; Namespace string; Name string; UID string; APIVersion string; ResourceVersion string; FieldPath string',
};
