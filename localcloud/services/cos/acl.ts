import type { BucketAcl, ObjectAcl } from './bucket';
import { CosError } from './cos-error';
import { buildXml } from './xml';

/** How COS names everybody (436/7744). */
const ALL_USERS = 'http://cam.qcloud.com/groups/global/AllUsers';

const BUCKET_ACLS: readonly string[] = ['private', 'public-read', 'public-read-write'];

/** The canned ACL that the headers name, if any; both names of the header serve. */
function cannedAcl(headers: Readonly<Record<string, string>>): string | undefined {
  return headers['x-cos-acl'] ?? headers['x-amz-acl'];
}

/** A bucket's ACL as the headers of a PUT name it. Throws `CosError`. */
export function bucketAcl(headers: Readonly<Record<string, string>>): BucketAcl {
  const acl = cannedAcl(headers) ?? 'private';
  if (!isBucketAcl(acl)) throw invalidAcl();
  return acl;
}

/** An object's ACL, likewise. */
export function objectAcl(headers: Readonly<Record<string, string>>): ObjectAcl {
  const acl = cannedAcl(headers) ?? 'default';
  if (acl !== 'default' && !isBucketAcl(acl)) throw invalidAcl();
  return acl;
}

/**
 * The answer to GET ?acl. What has no ACL of its own shows its owner's grant alone. `uin` is the
 * owner's account number.
 */
export function aclXml(acl: ObjectAcl, uin: string): string {
  const name = `qcs::cam::uin/${uin}:uin/${uin}`;
  const owner = { ID: name, DisplayName: name };
  const everybody = acl === 'public-read-write' ? ['READ', 'WRITE'] : ['READ'];
  const isPublic = acl === 'public-read' || acl === 'public-read-write';
  return buildXml({
    AccessControlPolicy: {
      Owner: owner,
      AccessControlList: {
        Grant: [
          grant({ '@xsi:type': 'CanonicalUser', ...owner }, 'FULL_CONTROL'),
          ...(isPublic ? everybody : []).map((permission) =>
            grant({ '@xsi:type': 'Group', URI: ALL_USERS }, permission),
          ),
        ],
      },
    },
  });
}

function grant(grantee: Record<string, string>, Permission: string) {
  return {
    Grantee: { '@xmlns:xsi': 'http://www.w3.org/2001/XMLSchema-instance', ...grantee },
    Permission,
  };
}

function isBucketAcl(acl: string): acl is BucketAcl {
  return BUCKET_ACLS.includes(acl);
}

function invalidAcl(): CosError {
  const message = 'The ACL must be private, public-read or public-read-write.';
  return new CosError('InvalidArgument', message);
}
