import type { FunctionRole } from '../protocol/events';
import { UserError } from './user-error';

/** Function names: 2 to 60, a letter first, not ending in - or _ (583/11637). */
const FUNCTION_NAME = /^[A-Za-z][A-Za-z0-9_-]{0,58}[A-Za-z0-9]$/;
const MAX_FUNCTION_NAME = 60;
/** The user's part of a bucket name (436/13312). */
const BUCKET_NAME = /^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/;
/** Longest `<bucket>.cos.<region>.myqcloud.com` (436/13312). */
const MAX_BUCKET_HOST = 60;

/** The names a stack's resources carry in the account. Two stacks never share one. */
export interface PhysicalNames {
  readonly service: string;
  readonly api: string;
  readonly bucket: string;
  /** The gateway's own machine, and everything that is made for it. */
  readonly machine: string;
  /** A function's name, which its role and its policy carry as well. */
  readonly functions: Readonly<Record<FunctionRole, string>>;
}

/**
 * Makes the names of a stack's resources from project, stack and account.
 *
 * @throws UserError when a name does not fit a product's rules
 */
export function physicalNames(scope: {
  readonly project: string;
  readonly stack: string;
  readonly appId: string;
  readonly region: string;
}): PhysicalNames {
  const prefix = `${scope.project}-${scope.stack}`;
  return {
    functions: {
      register: functionName(`${prefix}-register`),
      transport: functionName(`${prefix}-transport`),
      cleanup: functionName(`${prefix}-cleanup`),
    },
    // A function's name leaves it at most 50 characters, which is what a service may have.
    service: prefix,
    api: prefix,
    machine: `${prefix}-gateway`,
    bucket: bucketName(prefix, scope.appId, scope.region),
  };
}

function functionName(name: string): string {
  if (!FUNCTION_NAME.test(name)) {
    throw new UserError(
      `"${name}" cannot be a function's name: SCF wants 2 to ${MAX_FUNCTION_NAME} letters, digits, - and _, ` +
        `a letter first (this one has ${name.length}). ${SHORTER_STACK}`,
    );
  }
  return name;
}

function bucketName(prefix: string, appId: string, region: string): string {
  const bucket = `${prefix}-${appId}`;
  if (!BUCKET_NAME.test(prefix)) {
    throw new UserError(
      `"${bucket}" cannot be a bucket's name: COS wants small letters, digits and - only. ${SHORTER_STACK}`,
    );
  }
  const host = `${bucket}.cos.${region}.myqcloud.com`;
  if (host.length > MAX_BUCKET_HOST) {
    throw new UserError(
      `"${bucket}" cannot be a bucket's name: with the AppId and the region its host name is ` +
        `${host} (${host.length} characters), and COS takes at most ${MAX_BUCKET_HOST}. ${SHORTER_STACK}`,
    );
  }
  return bucket;
}

const SHORTER_STACK =
  'Names are made of project and stack: choose another stack (--stack), or another project name in Pulumi.yaml.';
