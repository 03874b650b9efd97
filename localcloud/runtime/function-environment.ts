import { join } from 'node:path';
import type { Handler } from './handler';
import type { InstanceSettings } from './instance';
import type { FunctionDefinition, RoleCredentials } from './invocation';
import { BYTES_PER_MB } from './limits';

/** The account and place that functions find in their environment and context. */
export interface Platform {
  readonly region: string;
  readonly appId: string;
  readonly uin: string;
  /** Set for every function; a function's own variable of the same name wins. */
  readonly environment: Readonly<Record<string, string>>;
}

const FUNCTION_VERSION = '$LATEST';

/** What a function finds around it when its code stands in a folder of this machine. */
export function instanceSettings(
  definition: FunctionDefinition,
  handler: Handler,
  codeFolder: string,
  platform: Platform,
): InstanceSettings {
  const configured = { ...platform.environment, ...definition.environment };
  return {
    language: handler.language,
    handlerFile: join(codeFolder, handler.file),
    handlerName: handler.name,
    memoryBytes: definition.memoryMb * BYTES_PER_MB,
    timeLimitMs: definition.timeoutSeconds * 1000,
    environment: { ...configured, ...builtInEnvironment(definition, codeFolder, platform) },
    contextEnvironment: { SCF_NAMESPACE: definition.namespace, ...configured },
    context: {
      memory_limit_in_mb: definition.memoryMb,
      function_version: FUNCTION_VERSION,
      function_name: definition.functionName,
      namespace: definition.namespace,
      tencentcloud_region: platform.region,
      tencentcloud_appid: platform.appId,
      tencentcloud_uin: platform.uin,
    },
  };
}

/** A role's credentials as variables (583/14570). */
export function credentialsEnvironment(credentials: RoleCredentials): Record<string, string> {
  return {
    TENCENTCLOUD_SECRETID: credentials.secretId,
    TENCENTCLOUD_SECRETKEY: credentials.secretKey,
    TENCENTCLOUD_SESSIONTOKEN: credentials.sessionToken,
  };
}

/** The variables that SCF itself sets for every function (583/14570), credentials apart. */
function builtInEnvironment(
  definition: FunctionDefinition,
  codeFolder: string,
  platform: Platform,
): Record<string, string> {
  return {
    SCF_FUNCTIONNAME: definition.functionName,
    SCF_FUNCTIONVERSION: FUNCTION_VERSION,
    SCF_NAMESPACE: definition.namespace,
    SCF_RUNTIME: definition.runtime,
    TENCENTCLOUD_APPID: platform.appId,
    TENCENTCLOUD_REGION: platform.region,
    TENCENTCLOUD_RUNENV: 'SCF',
    TENCENTCLOUD_UIN: platform.uin,
    USER_CODE_ROOT: `${codeFolder}/`,
  };
}
