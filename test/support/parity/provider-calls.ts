/**
 * Who asks the cloud for which action, by product: resources and data sources of the provider
 * 1.83.25 (read in its code), our own dynamic resources, and the search of `bin/pulumi` for what an
 * interrupted run has left. Only those that this project uses or may come to use.
 */
export const CALLERS: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  apigateway: {
    api_gateway_service: [
      'CreateService',
      'DescribeApiUsagePlan',
      'DescribeService',
      'DescribeServiceEnvironmentStrategy',
      'DescribeServiceUsagePlan',
      'ModifyService',
      'ModifyServiceEnvironmentStrategy',
      'UnReleaseService',
      'DeleteService',
    ],
    api_gateway_service_release: [
      'DescribeService',
      'DescribeServiceEnvironmentReleaseHistory',
      'ReleaseService',
      'UnReleaseService',
    ],
    WebSocketApi: ['CreateApi', 'DeleteApi', 'DescribeApi', 'DescribeApisStatus'],
    WebSocketDeployment: [
      'DescribeApi',
      'DescribeService',
      'ModifyApi',
      'ReleaseService',
      'UnReleaseService',
    ],
    'the search after an interrupted run': ['DescribeApisStatus', 'DescribeServicesStatus'],
  },
  cam: {
    user_info: ['DescribeSubAccounts', 'GetUserAppId'],
    cam_role: [
      'CreateRole',
      'DeleteRole',
      'DescribeRoleList',
      'UpdateAssumeRolePolicy',
      'UpdateRoleConsoleLogin',
      'UpdateRoleDescription',
      'UpdateRoleSessionDuration',
    ],
    cam_policy: ['CreatePolicy', 'DeletePolicy', 'GetPolicy', 'UpdatePolicy'],
    cam_role_policy_attachment: [
      'AttachRolePolicy',
      'DetachRolePolicy',
      'ListAttachedRolePolicies',
    ],
    'the search after an interrupted run': ['GetRole', 'ListPolicies'],
  },
  scf: {
    scf_function: [
      'CreateFunction',
      'DeleteFunction',
      'GetFunction',
      'UpdateFunctionCode',
      'UpdateFunctionConfiguration',
    ],
    scf_trigger: ['CreateTrigger', 'DeleteTrigger', 'ListTriggers', 'UpdateTrigger'],
    scf_provisioned_concurrency_config: [
      'DeleteProvisionedConcurrencyConfig',
      'GetProvisionedConcurrencyConfig',
      'PutProvisionedConcurrencyConfig',
    ],
  },
  tag: {
    'api_gateway_service, cam_role, clb_instance, redis_instance': [
      'DescribeResourceTagsByResourceIds',
      'ModifyResourceTags',
    ],
    'scf_function with tags': ['ModifyResourceTags'],
  },
  sts: { 'the provider with assume_role': ['AssumeRole'] },
  vpc: {
    vpc: ['CreateVpc', 'DeleteVpc', 'DescribeRouteTables', 'DescribeVpcs', 'ModifyVpcAttribute'],
    subnet: ['CreateSubnet', 'DeleteSubnet', 'DescribeSubnets', 'ModifySubnetAttribute'],
    security_group: [
      'CreateSecurityGroup',
      'DeleteSecurityGroup',
      'DescribeSecurityGroupAssociationStatistics',
      'DescribeSecurityGroups',
      'ModifySecurityGroupAttribute',
    ],
    security_group_rule_set: ['DescribeSecurityGroupPolicies', 'ModifySecurityGroupPolicies'],
    eip: [
      'AllocateAddresses',
      'DescribeAddresses',
      'DescribeBandwidthPackages',
      'DescribeTaskResult',
      'ModifyAddressAttribute',
      'ModifyAddressesBandwidth',
      'ReleaseAddresses',
    ],
    eip_association: ['AssociateAddress', 'DisassociateAddress'],
    instance: ['DescribeUsedIpAddress'],
  },
  cvm: {
    images: ['DescribeImages'],
    instance_types: ['DescribeZoneInstanceConfigInfos'],
    instance: [
      'DescribeInstances',
      'DescribeInstancesAttributes',
      'ModifyInstancesAttribute',
      'RunInstances',
      'TerminateInstances',
    ],
    'MachineDrain, LoadBalancerTarget': ['DescribeInstances', 'StopInstances'],
  },
  cbs: { instance: ['DescribeDisks'] },
  dnspod: { dnspod_record: ['CreateRecord', 'DeleteRecord', 'DescribeRecord', 'ModifyRecord'] },
  clb: {
    clb_instance: [
      'CreateLoadBalancer',
      'DeleteLoadBalancer',
      'DescribeLoadBalancers',
      'DescribeTaskStatus',
      'ModifyLoadBalancerAttributes',
      'SetLoadBalancerSecurityGroups',
    ],
    clb_listener: [
      'CreateListener',
      'DeleteListener',
      'DescribeListeners',
      'DescribeTaskStatus',
      'ModifyListener',
    ],
    LoadBalancerTarget: [
      'DeregisterTargets',
      'DescribeTargetHealth',
      'DescribeTargets',
      'DescribeTaskStatus',
      'ModifyTargetWeight',
      'RegisterTargets',
    ],
  },
  redis: {
    redis_instance: [
      'CleanUpInstance',
      'CreateInstances',
      'DescribeInstanceSecurityGroup',
      'DescribeInstances',
      'DescribeProductInfo',
      'DescribeTaskInfo',
      'DestroyPostpaidInstance',
      'ModifyInstance',
      'ResetPassword',
      'UpgradeInstance',
    ],
  },
  region: { redis_instance: ['DescribeZones'] },
  api: { availability_zones_by_product: ['DescribeZones'] },
  cls: {
    cls_logset: ['CreateLogset', 'DeleteLogset', 'DescribeLogsets', 'ModifyLogset'],
    cls_topic: ['CreateTopic', 'DeleteTopic', 'DescribeTopics', 'ModifyTopic'],
  },
};
