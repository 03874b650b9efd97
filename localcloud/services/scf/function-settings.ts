import type { FunctionDefinition } from '../../runtime/invocation';
import { ScfError } from './scf-error';

/** What can be set of a function, in Tencent's units: memory in MB, time-outs in seconds. */
export interface FunctionSettings {
  readonly Description: string;
  readonly Runtime: string;
  readonly Handler: string;
  readonly MemorySize: number;
  readonly Timeout: number;
  readonly InitTimeout: number;
  readonly Role: string;
  readonly Variables: readonly { readonly Key: string; readonly Value: string }[];
  readonly VpcConfig: { readonly VpcId: string; readonly SubnetId: string };
  readonly PublicNetConfig: {
    readonly PublicNetStatus: string;
    readonly EipConfig: { readonly EipStatus: string };
  };
  readonly L5Enable: string;
  readonly DnsCache: string;
  readonly InstallDependency: string;
  readonly ClsLogsetId: string;
  readonly ClsTopicId: string;
}

/** Limits of 583/11637; environment variables also of 583/14570. */
const FUNCTION_NAME = /^[A-Za-z][\w:-]{0,58}[A-Za-z0-9:]$/;
const HANDLER = /^[A-Za-z][\w:-]*\.[\w$]+$/;
const HANDLER_MAX_LENGTH = 60;
const RUNTIME = /^(Nodejs\d+|Python3)\.\d+$/;
const MEMORY_STEP_MB = 128;
const MEMORY_MAX_MB = 3072;
const MEMORY_SMALLEST_MB = 64;
const TIMEOUT_MAX_SECONDS = 900;
const VARIABLE_NAME = /^[A-Za-z]\w*$/;
const RESERVED_VARIABLE = /^(SCF_|QCLOUD_|TENCENTCLOUD_)/;
const ENVIRONMENT_MAX_BYTES = 4096;
const ZIP_MAX_BYTES = 50 * 1024 * 1024;
/** `PK`: the first bytes of every zip. */
const ZIP_MAGIC = Buffer.from('PK');

/** Throws `ScfError` when the name is not one that SCF accepts. */
export function checkFunctionName(name: string): void {
  if (FUNCTION_NAME.test(name)) return;
  throw new ScfError(
    'InvalidParameter.FunctionName',
    'A function name has 2 to 60 letters, digits, - _ and :, begins with a letter and does not end with - or _.',
  );
}

/** Throws `ScfError` when SCF would not accept the settings. */
export function checkSettings(settings: FunctionSettings): void {
  const { Handler, MemorySize, Timeout, Runtime } = settings;
  if (!RUNTIME.test(Runtime)) {
    const message =
      'Runtime must be one of Node.js or Python 3, like Nodejs20.19; the local cloud runs no other.';
    throw new ScfError('InvalidParameterValue.Runtime', message);
  }
  if (!HANDLER.test(Handler) || Handler.length > HANDLER_MAX_LENGTH) {
    const message = 'Handler must be <file>.<export>, like index.main_handler, at most 60 long.';
    throw new ScfError('InvalidParameterValue.Handler', message);
  }
  const isStep = MemorySize % MEMORY_STEP_MB === 0 && MemorySize <= MEMORY_MAX_MB && MemorySize > 0;
  if (!isStep && MemorySize !== MEMORY_SMALLEST_MB) {
    const message = 'MemorySize must be 64, or 128 to 3072 in steps of 128.';
    throw new ScfError('InvalidParameterValue.MemorySize', message);
  }
  if (Timeout > TIMEOUT_MAX_SECONDS) {
    throw new ScfError('LimitExceeded.Timeout', 'Timeout is at most 900 seconds.');
  }
  checkVariables(settings.Variables);
}

function checkVariables(variables: FunctionSettings['Variables']): void {
  for (const { Key } of variables) {
    if (!VARIABLE_NAME.test(Key)) {
      const message = 'A variable name has letters, digits and _ and begins with a letter.';
      throw new ScfError('InvalidParameterValue.Environment', message);
    }
    if (RESERVED_VARIABLE.test(Key)) {
      const message = `${Key} begins with SCF_, QCLOUD_ or TENCENTCLOUD_, which are reserved.`;
      throw new ScfError('InvalidParameterValue.EnvironmentSystemProtect', message);
    }
  }
  const bytes = variables.reduce(
    (sum, { Key, Value }) => sum + Buffer.byteLength(Key) + Buffer.byteLength(Value),
    0,
  );
  if (bytes > ENVIRONMENT_MAX_BYTES) {
    const message = `The environment has ${bytes} bytes; SCF takes 4096.`;
    throw new ScfError('InvalidParameterValue.EnvironmentExceededLimit', message);
  }
}

/** The zip behind `Code.ZipFile`. Throws `ScfError`. */
export function decodeZip(base64: string): Buffer {
  const zip = Buffer.from(base64, 'base64');
  // Node skips what is not base64; only a canonical text comes back as it was.
  if (zip.length === 0 || zip.toString('base64') !== base64) {
    const message = 'ZipFile is not base64.';
    throw new ScfError('InvalidParameterValue.ZipFileBase64BinasciiError', message);
  }
  if (!zip.subarray(0, ZIP_MAGIC.length).equals(ZIP_MAGIC)) {
    throw new ScfError('InvalidParameterValue.ZipFile', 'ZipFile is not a zip.');
  }
  if (zip.length > ZIP_MAX_BYTES) {
    const message = `The zip has ${zip.length} bytes; SCF takes 50 MB in a request.`;
    throw new ScfError('InvalidParameterValue.InlineZipFile', message);
  }
  return zip;
}

/** The part of the settings that the runtime needs. */
export function definitionOf(
  functionName: string,
  namespace: string,
  settings: FunctionSettings,
): FunctionDefinition {
  return {
    functionName,
    namespace,
    handler: settings.Handler,
    runtime: settings.Runtime,
    memoryMb: settings.MemorySize,
    timeoutSeconds: settings.Timeout,
    environment: Object.fromEntries(settings.Variables.map(({ Key, Value }) => [Key, Value])),
    role: settings.Role === '' ? undefined : settings.Role,
  };
}
