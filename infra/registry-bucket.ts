import * as pulumi from '@pulumi/pulumi';
import * as tencentcloud from '@pulumi/tencentcloud';
import { REGISTRY_PREFIX } from '../protocol/registry';
import type { Tags } from './tags';

export interface RegistryBucketArgs {
  /** The whole name, `-<AppId>` included. */
  readonly bucket: string;
  readonly region: string;
  readonly appId: string;
  /** Whether destroy also deletes the connections that are left in it. */
  readonly forceClean: boolean;
  readonly tags: Tags;
}

/** What a function may do with the registry. */
export type RegistryAction = 'put' | 'delete' | 'list';

const CAM_ACTIONS: Readonly<Record<RegistryAction, string>> = {
  put: 'name/cos:PutObject',
  delete: 'name/cos:DeleteObject',
  list: 'name/cos:GetBucket',
};

/** The private bucket that holds one empty object a connection. */
export class RegistryBucket extends pulumi.ComponentResource {
  /** The bucket's name, known once the bucket exists. */
  readonly bucket: pulumi.Output<string>;
  /** What the functions need in their environment to find the registry. */
  readonly environment: Readonly<Record<string, pulumi.Input<string>>>;
  private readonly prefixResource: string;

  constructor(name: string, args: RegistryBucketArgs, opts: pulumi.ComponentResourceOptions) {
    super('scf-chat:index:RegistryBucket', name, {}, opts);
    const bucket = new tencentcloud.CosBucket(
      name,
      { bucket: args.bucket, acl: 'private', forceClean: args.forceClean, tags: args.tags },
      { parent: this, dependsOn: opts.dependsOn, deleteBeforeReplace: true },
    );
    this.bucket = bucket.bucket;
    this.environment = { REGISTRY_BUCKET: bucket.bucket, REGISTRY_REGION: args.region };
    this.prefixResource = `qcs::cos:${args.region}:uid/${args.appId}:${args.bucket}/${REGISTRY_PREFIX}*`;
    this.registerOutputs({ bucket: this.bucket });
  }

  /** A CAM policy document that allows just these actions on just the connections (436/31923). */
  policyFor(actions: readonly RegistryAction[]): string {
    return JSON.stringify({
      version: '2.0',
      statement: [
        {
          effect: 'allow',
          action: actions.map((action) => CAM_ACTIONS[action]),
          resource: [this.prefixResource],
        },
      ],
    });
  }
}
