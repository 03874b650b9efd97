import { apiGatewayService } from './resources/api-gateway-service';
import { camPolicy, camRole, camRolePolicyAttachment } from './resources/cam';
import { clbInstance, clbListener } from './resources/clb';
import { cosBucket } from './resources/cos-bucket';
import { cosBucketObject } from './resources/cos-bucket-object';
import { cvmInstance } from './resources/cvm-instance';
import { dnspodRecord } from './resources/dnspod-record';
import { dynamicResource } from './resources/dynamic-resource';
import { redisInstance } from './resources/redis';
import type { ResourceType } from './resources/resource';
import { scfFunction } from './resources/scf-function';
import {
  eip,
  eipAssociation,
  securityGroup,
  securityGroupRuleSet,
  subnet,
  vpc,
} from './resources/vpc';

export interface ResourceTypesOptions {
  /** The project's root; relative paths of zips start there. */
  readonly root: string;
  /** Keys with their namespace; dynamic providers read it. */
  readonly config: Readonly<Record<string, string>>;
}

/** Finds what a type of the program is to the local cloud. Throws for one it does not know. */
export function findResourceType(
  { root, config }: ResourceTypesOptions,
  type: string,
  name: string,
): ResourceType {
  const types: Readonly<Record<string, ResourceType>> = {
    'tencentcloud:index/apiGatewayService:ApiGatewayService': apiGatewayService,
    'tencentcloud:index/camPolicy:CamPolicy': camPolicy,
    'tencentcloud:index/camRole:CamRole': camRole,
    'tencentcloud:index/camRolePolicyAttachment:CamRolePolicyAttachment': camRolePolicyAttachment,
    'tencentcloud:index/clbInstance:ClbInstance': clbInstance,
    'tencentcloud:index/clbListener:ClbListener': clbListener,
    'tencentcloud:index/cosBucket:CosBucket': cosBucket,
    'tencentcloud:index/cosBucketObject:CosBucketObject': cosBucketObject(root),
    'tencentcloud:index/dnspodRecord:DnspodRecord': dnspodRecord,
    'tencentcloud:index/eip:Eip': eip,
    'tencentcloud:index/eipAssociation:EipAssociation': eipAssociation,
    'tencentcloud:index/instance:Instance': cvmInstance,
    'tencentcloud:index/redisInstance:RedisInstance': redisInstance,
    'tencentcloud:index/scfFunction:ScfFunction': scfFunction(root),
    'tencentcloud:index/securityGroup:SecurityGroup': securityGroup,
    'tencentcloud:index/securityGroupRuleSet:SecurityGroupRuleSet': securityGroupRuleSet,
    'tencentcloud:index/subnet:Subnet': subnet,
    'tencentcloud:index/vpc:Vpc': vpc,
  };
  const found = type.startsWith('pulumi-nodejs:dynamic/') ? dynamicResource(config) : types[type];
  if (found) return found;
  throw new Error(`The local cloud does not know resources of the type ${type} (${name}).`);
}
