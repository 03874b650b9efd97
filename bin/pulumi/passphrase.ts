import { createDecipheriv, pbkdf2Sync } from 'node:crypto';

/** How Pulumi makes a key of a passphrase: PBKDF2 with SHA-256 (sdk/go/common/resource/config/crypt.go). */
const ITERATIONS = 1_000_000;
const KEY_BYTES = 32;
/** Of AES-256-GCM; the tag stands behind the text. */
const TAG_BYTES = 16;
/** What Pulumi encrypts to know a passphrase again. */
const PROOF = 'pulumi';

/**
 * Whether a passphrase is the one that a stack was first used with.
 *
 * @param encryptionSalt of the stack's file: `v1:<salt>:v1:<nonce>:<encrypted proof>`
 */
export function isPassphraseOf(encryptionSalt: string, passphrase: string): boolean {
  const [, salt = '', , nonce = '', encrypted = ''] = encryptionSalt.split(':');
  const bytes = Buffer.from(encrypted, 'base64');
  try {
    const key = pbkdf2Sync(
      passphrase,
      Buffer.from(salt, 'base64'),
      ITERATIONS,
      KEY_BYTES,
      'sha256',
    );
    const decipher = createDecipheriv('aes-256-gcm', key, Buffer.from(nonce, 'base64'));
    decipher.setAuthTag(bytes.subarray(-TAG_BYTES));
    const proof = decipher.update(bytes.subarray(0, -TAG_BYTES), undefined, 'utf8');
    return proof + decipher.final('utf8') === PROOF;
  } catch {
    // Another passphrase, or no salt of Pulumi's.
    return false;
  }
}
