import * as v from 'valibot';
import { OffsetAndLimit } from '../paging';
import { DEFAULT_NAMESPACE } from './function-store';

/** Inputs of SCF, version 2018-04-16, as far as they have an effect or are only echoed. */

const integer = v.pipe(v.number(), v.integer());
const flag = v.picklist(['TRUE', 'FALSE']);
const Namespace = v.optional(v.string(), DEFAULT_NAMESPACE);
const Code = v.strictObject({ ZipFile: v.string() });
const Environment = v.strictObject({
  Variables: v.optional(v.array(v.strictObject({ Key: v.string(), Value: v.string() })), []),
});
const VpcConfig = v.strictObject({
  VpcId: v.optional(v.string(), ''),
  SubnetId: v.optional(v.string(), ''),
});
const PublicNetConfig = v.strictObject({
  PublicNetStatus: v.picklist(['ENABLE', 'DISABLE']),
  EipConfig: v.optional(v.strictObject({ EipStatus: v.picklist(['ENABLE', 'DISABLE']) }), {
    EipStatus: 'DISABLE',
  }),
});
const Timeout = v.pipe(integer, v.minValue(1));

const Settings = {
  Description: v.optional(v.string()),
  MemorySize: v.optional(integer),
  Timeout: v.optional(Timeout),
  InitTimeout: v.optional(Timeout),
  Environment: v.optional(Environment),
  VpcConfig: v.optional(VpcConfig),
  Namespace,
  Role: v.optional(v.string()),
  InstallDependency: v.optional(flag),
  ClsLogsetId: v.optional(v.string()),
  ClsTopicId: v.optional(v.string()),
  PublicNetConfig: v.optional(PublicNetConfig),
  DnsCache: v.optional(flag),
};

export const CreateFunction = v.strictObject({
  ...Settings,
  FunctionName: v.string(),
  Code,
  Handler: v.string(),
  Runtime: v.string(),
  Type: v.optional(v.literal('Event')),
  AsyncRunEnable: v.optional(v.literal('FALSE')),
  TraceEnable: v.optional(v.literal('FALSE')),
  Tags: v.optional(v.array(v.strictObject({ Key: v.string(), Value: v.string() })), []),
});

export const UpdateFunctionConfiguration = v.strictObject({
  ...Settings,
  FunctionName: v.string(),
  Runtime: v.optional(v.string()),
  L5Enable: v.optional(flag),
  Publish: v.optional(v.literal('FALSE')),
});

export const UpdateFunctionCode = v.strictObject({
  FunctionName: v.string(),
  Namespace,
  Handler: v.optional(v.string()),
  Code: v.optional(Code),
  /** The older place of the same. */
  ZipFile: v.optional(v.string()),
  Publish: v.optional(v.literal('FALSE')),
});

export const GetFunction = v.strictObject({
  FunctionName: v.string(),
  Namespace,
  Qualifier: v.optional(v.string()),
  ShowCode: v.optional(v.literal('FALSE')),
});

export const DeleteFunction = v.strictObject({ FunctionName: v.string(), Namespace });

export const ListFunctions = v.strictObject({ ...OffsetAndLimit, Namespace });

const Invocation = {
  FunctionName: v.string(),
  Namespace,
  Qualifier: v.optional(v.string()),
  LogType: v.optional(v.picklist(['None', 'Tail']), 'None'),
};

export const InvokeFunction = v.strictObject({
  ...Invocation,
  Event: v.optional(v.string(), '{}'),
});

export const Invoke = v.strictObject({
  ...Invocation,
  InvocationType: v.optional(v.picklist(['RequestResponse', 'Event']), 'RequestResponse'),
  ClientContext: v.optional(v.string(), '{}'),
});
