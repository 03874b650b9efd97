import type * as v from 'valibot';
import { defineAction, type Action } from '../action';
import { pageOf } from '../paging';
import type { TagStore } from '../tag/tag-store';
import { functionInfo, functionSummary, taggedFunction } from './function-info';
import { checkFunctionName, decodeZip, type FunctionSettings } from './function-settings';
import type { FunctionStore } from './function-store';
import * as schema from './schema';

/** Tencent's defaults (583/18586). */
const DEFAULTS: Omit<FunctionSettings, 'Handler' | 'Runtime'> = {
  Description: '',
  MemorySize: 128,
  Timeout: 3,
  InitTimeout: 65,
  Role: '',
  Variables: [],
  VpcConfig: { VpcId: '', SubnetId: '' },
  PublicNetConfig: { PublicNetStatus: 'ENABLE', EipConfig: { EipStatus: 'DISABLE' } },
  L5Enable: 'FALSE',
  DnsCache: 'FALSE',
  InstallDependency: 'FALSE',
  ClsLogsetId: '',
  ClsTopicId: '',
};

/** The actions of SCF that create, change and show functions. */
export function functionActions(functions: FunctionStore, tags: TagStore): Record<string, Action> {
  return {
    CreateFunction: defineAction(schema.CreateFunction, (input) => {
      checkFunctionName(input.FunctionName);
      const settings = {
        ...changedSettings(DEFAULTS, input),
        Handler: input.Handler,
        Runtime: input.Runtime,
      };
      const zip = decodeZip(input.Code.ZipFile);
      const created = functions.create(input.FunctionName, input.Namespace, settings, zip);
      for (const { Key, Value } of input.Tags) tags.set(taggedFunction(created), Key, Value);
      return {};
    }),
    GetFunction: defineAction(schema.GetFunction, ({ FunctionName, Namespace }) =>
      functionInfo(functions.require(FunctionName, Namespace), tags),
    ),
    ListFunctions: defineAction(schema.ListFunctions, (input) => {
      const all = functions.list().filter(({ namespace }) => namespace === input.Namespace);
      return {
        TotalCount: all.length,
        Functions: pageOf(all, input).map((target) => functionSummary(target, tags)),
      };
    }),
    UpdateFunctionCode: defineAction(schema.UpdateFunctionCode, (input) => {
      const target = functions.require(input.FunctionName, input.Namespace);
      const base64 = input.Code?.ZipFile ?? input.ZipFile;
      functions.update(
        target,
        { ...target.settings, ...(input.Handler !== undefined && { Handler: input.Handler }) },
        base64 === undefined ? undefined : decodeZip(base64),
      );
      return {};
    }),
    UpdateFunctionConfiguration: defineAction(schema.UpdateFunctionConfiguration, (input) => {
      const target = functions.require(input.FunctionName, input.Namespace);
      functions.update(target, {
        ...changedSettings(target.settings, input),
        ...(input.Runtime !== undefined && { Runtime: input.Runtime }),
        ...(input.L5Enable !== undefined && { L5Enable: input.L5Enable }),
      });
      return {};
    }),
    DeleteFunction: defineAction(schema.DeleteFunction, async (input) => {
      const target = functions.require(input.FunctionName, input.Namespace);
      tags.clear(taggedFunction(target));
      await functions.delete(target);
      return {};
    }),
  };
}

type SettingsInput = Pick<
  v.InferOutput<typeof schema.CreateFunction>,
  keyof v.InferOutput<typeof schema.UpdateFunctionConfiguration> &
    keyof v.InferOutput<typeof schema.CreateFunction>
>;

/** The settings with what the input has replaced; what it leaves out stays. */
function changedSettings<Settings extends typeof DEFAULTS>(
  settings: Settings,
  input: Omit<SettingsInput, 'FunctionName' | 'Namespace' | 'Runtime'>,
): Settings {
  // To clear the environment the provider sends one pair of empty texts.
  const variables = input.Environment?.Variables.filter(({ Key }) => Key !== '');
  return {
    ...settings,
    Description: input.Description ?? settings.Description,
    MemorySize: input.MemorySize ?? settings.MemorySize,
    Timeout: input.Timeout ?? settings.Timeout,
    InitTimeout: input.InitTimeout ?? settings.InitTimeout,
    Role: input.Role ?? settings.Role,
    Variables: variables ?? settings.Variables,
    VpcConfig: input.VpcConfig ?? settings.VpcConfig,
    PublicNetConfig: input.PublicNetConfig ?? settings.PublicNetConfig,
    DnsCache: input.DnsCache ?? settings.DnsCache,
    InstallDependency: input.InstallDependency ?? settings.InstallDependency,
    ClsLogsetId: input.ClsLogsetId ?? settings.ClsLogsetId,
    ClsTopicId: input.ClsTopicId ?? settings.ClsTopicId,
  };
}
