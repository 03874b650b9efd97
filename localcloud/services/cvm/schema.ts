import * as v from 'valibot';
import { Filters } from '../filters';
import { OffsetAndLimit } from '../paging';

/** Inputs of CVM, version 2017-03-12, as far as they have an effect or are only echoed. */

const InstanceIds = v.pipe(v.array(v.string()), v.minLength(1));
const Service = v.optional(v.strictObject({ Enabled: v.boolean() }));
const EnhancedService = v.optional(
  v.strictObject({
    SecurityService: Service,
    MonitorService: Service,
    AutomationService: Service,
  }),
);

export const DescribeImages = v.strictObject({
  Filters,
  ImageIds: v.optional(v.array(v.string())),
  ...OffsetAndLimit,
});
export const DescribeZoneInstanceConfigInfos = v.strictObject({ Filters });

export const RunInstances = v.strictObject({
  InstanceChargeType: v.optional(v.literal('POSTPAID_BY_HOUR')),
  Placement: v.strictObject({ Zone: v.string(), ProjectId: v.optional(v.number()) }),
  InstanceType: v.string(),
  ImageId: v.string(),
  SystemDisk: v.optional(
    v.strictObject({
      DiskType: v.optional(v.string(), 'CLOUD_BSSD'),
      DiskSize: v.optional(v.pipe(v.number(), v.integer(), v.minValue(20)), 50),
    }),
    { DiskType: 'CLOUD_BSSD', DiskSize: 50 },
  ),
  VirtualPrivateCloud: v.strictObject({
    VpcId: v.string(),
    SubnetId: v.string(),
    PrivateIpAddresses: v.optional(v.pipe(v.array(v.pipe(v.string(), v.ipv4())), v.length(1))),
  }),
  InternetAccessible: v.optional(
    v.strictObject({
      InternetMaxBandwidthOut: v.optional(v.literal(0)),
      PublicIpAssigned: v.optional(v.literal(false)),
    }),
  ),
  InstanceName: v.optional(v.pipe(v.string(), v.maxLength(60)), ''),
  SecurityGroupIds: v.optional(v.array(v.string()), []),
  EnhancedService,
  TagSpecification: v.optional(
    v.array(
      v.strictObject({
        ResourceType: v.literal('instance'),
        Tags: v.optional(v.array(v.strictObject({ Key: v.string(), Value: v.string() })), []),
      }),
    ),
    [],
  ),
  ClientToken: v.optional(v.pipe(v.string(), v.maxLength(64))),
  UserData: v.optional(v.pipe(v.string(), v.base64(), v.maxLength(16 * 1024)), ''),
  CamRoleName: v.optional(v.string(), ''),
});

export const DescribeInstances = v.strictObject({
  InstanceIds: v.optional(InstanceIds),
  Filters,
  ...OffsetAndLimit,
});
export const DescribeInstancesAttributes = v.strictObject({
  Attributes: v.array(v.literal('UserData')),
  InstanceIds,
});
export const ModifyInstancesAttribute = v.strictObject({
  InstanceIds,
  InstanceName: v.optional(v.pipe(v.string(), v.maxLength(60))),
  SecurityGroups: v.optional(v.pipe(v.array(v.string()), v.minLength(1))),
});
export const ResetInstance = v.strictObject({
  InstanceId: v.string(),
  ImageId: v.optional(v.string()),
  EnhancedService,
});
export const ResetInstancesType = v.strictObject({
  InstanceIds: v.pipe(v.array(v.string()), v.length(1)),
  InstanceType: v.string(),
  // Pulls the plug where the power button does nothing, which is not the case here.
  ForceStop: v.optional(v.boolean()),
});
export const StopInstances = v.strictObject({
  InstanceIds,
  StopType: v.optional(v.picklist(['SOFT', 'HARD', 'SOFT_FIRST']), 'SOFT'),
  StoppedMode: v.optional(v.picklist(['KEEP_CHARGING', 'STOP_CHARGING'])),
});
export const StartInstances = v.strictObject({ InstanceIds });
export const TerminateInstances = v.strictObject({
  InstanceIds,
  ReleaseAddress: v.optional(v.literal(false)),
});
