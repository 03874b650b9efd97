import type { CosErrorCode } from './cos-error';
import { buildXml } from './xml';

/** A sub-resource of a bucket that is stored and shown, but has no effect here. */
export interface Configuration {
  /** What GET answers while nothing is set: an error's code, or a body. */
  readonly whenUnset: CosErrorCode | { readonly xml: string };
  /** Whether it can be set; the others only answer as if never set. */
  readonly writable: boolean;
  /** In the action's name, as in `GetBucketCORS`. */
  readonly actionName: string;
  readonly contentType: string;
}

function readOnly(
  actionName: string,
  whenUnset: CosErrorCode | { readonly xml: string },
): Configuration {
  return { actionName, whenUnset, writable: false, contentType: 'application/xml' };
}

function writable(actionName: string, whenUnset: CosErrorCode): Configuration {
  return { actionName, whenUnset, writable: true, contentType: 'application/xml' };
}

/** What the provider reads and writes of a bucket besides its ACL, by the name in the query. */
export const CONFIGURATIONS: Readonly<Record<string, Configuration>> = {
  website: writable('Website', 'NoSuchWebsiteConfiguration'),
  cors: writable('CORS', 'NoSuchCORSConfiguration'),
  tagging: writable('Tagging', 'NoSuchTagSet'),
  policy: { ...writable('Policy', 'NoSuchBucketPolicy'), contentType: 'application/json' },
  encryption: readOnly('Encryption', 'NoSuchEncryptionConfiguration'),
  lifecycle: readOnly('Lifecycle', 'NoSuchLifecycleConfiguration'),
  versioning: readOnly('Versioning', { xml: buildXml({ VersioningConfiguration: '' }) }),
  accelerate: readOnly('Accelerate', { xml: buildXml({ AccelerateConfiguration: '' }) }),
  logging: readOnly('Logging', { xml: buildXml({ BucketLoggingStatus: '' }) }),
  intelligenttiering: readOnly('IntelligentTiering', 'NoSuchConfiguration'),
  'intelligent-tiering': readOnly('IntelligentTiering', 'NoSuchConfiguration'),
  'object-lock': readOnly('ObjectLockConfiguration', 'NoSuchConfiguration'),
  origin: readOnly('Origin', 'NoSuchConfiguration'),
  domain: readOnly('Domain', 'NoSuchConfiguration'),
  replication: readOnly('Replication', 'NoSuchConfiguration'),
};
