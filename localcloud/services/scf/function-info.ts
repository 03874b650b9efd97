import type { TagStore, TaggedResource } from '../tag/tag-store';
import { beijingTime } from '../time-text';
import type { ScfFunction } from './function-store';

/** A function as the tag product knows it. */
export function taggedFunction({ functionId }: ScfFunction): TaggedResource {
  return { service: 'scf', prefix: 'lambda', id: functionId };
}

/** What ListFunctions says about a function. */
export function functionSummary(target: ScfFunction, tags: TagStore) {
  return {
    FunctionId: target.functionId,
    FunctionName: target.functionName,
    Namespace: target.namespace,
    Status: target.status,
    StatusDesc: target.statusReason,
    StatusReasons:
      target.statusReason === ''
        ? []
        : [{ ErrorCode: target.status, ErrorMessage: target.statusReason }],
    Description: target.settings.Description,
    Runtime: target.settings.Runtime,
    Type: 'Event',
    Tags: [...tags.of(taggedFunction(target))].map(([Key, Value]) => ({ Key, Value })),
    AddTime: beijingTime(target.addTime),
    ModTime: beijingTime(target.modTime),
    AsyncRunEnable: 'FALSE',
    TraceEnable: 'FALSE',
  };
}

/**
 * The answer of GetFunction. The provider crashes on several fields when they are missing, so all
 * are there, those of products that are not emulated with what an unused one has.
 */
export function functionInfo(target: ScfFunction, tags: TagStore) {
  const { settings } = target;
  return {
    ...functionSummary(target, tags),
    FunctionVersion: '$LATEST',
    Qualifier: '$LATEST',
    Environment: { Variables: settings.Variables },
    Role: settings.Role,
    Handler: settings.Handler,
    MemorySize: settings.MemorySize,
    Timeout: settings.Timeout,
    InitTimeout: settings.InitTimeout,
    VpcConfig: settings.VpcConfig,
    PublicNetConfig: settings.PublicNetConfig,
    L5Enable: settings.L5Enable,
    DnsCache: settings.DnsCache,
    InstallDependency: settings.InstallDependency,
    ClsLogsetId: settings.ClsLogsetId,
    ClsTopicId: settings.ClsTopicId,
    CodeSize: target.zip.length,
    CodeInfo: '',
    CodeResult: target.status === 'CreateFailed' ? 'failed' : 'success',
    CodeError: '',
    ErrNo: 0,
    Triggers: [],
    Layers: [],
    UseGpu: 'FALSE',
    EipConfig: { EipFixed: 'FALSE', Eips: [] },
    AccessInfo: { Host: '', Vip: '' },
    DeadLetterConfig: null,
    OnsEnable: 'FALSE',
    CfsConfig: { CfsInsList: [] },
    AutoCreateClsTopic: 'FALSE',
    AutoDeployClsTopicIndex: 'FALSE',
    IntranetConfig: { IpFixed: 'DISABLE', IpAddress: [] },
    ProtocolType: '',
    ImageConfig: null,
    InstanceConcurrencyConfig: null,
    AvailableStatus: 'Available',
  };
}
