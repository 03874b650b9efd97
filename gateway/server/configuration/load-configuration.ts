import { readFile } from 'node:fs/promises';
import { ConfigurationError } from './configuration-error';
import { parseConfiguration, type Configuration, type Environment } from './parse-configuration';

/** Certificate chain and key, in PEM. */
export interface TlsFiles {
  readonly cert: Buffer;
  readonly key: Buffer;
}

/** Reads and checks everything there is to configure. Rejects with ConfigurationError. */
export async function loadConfiguration(
  fileName: string | undefined,
  environment: Environment,
): Promise<{ readonly configuration: Configuration; readonly tls: TlsFiles | undefined }> {
  const file =
    fileName === undefined
      ? undefined
      : { name: fileName, text: (await read(fileName)).toString('utf8') };
  const configuration = parseConfiguration({ file, environment });
  const { tlsCertificate, tlsKey } = configuration;
  if (tlsCertificate === undefined || tlsKey === undefined) {
    return { configuration, tls: undefined };
  }
  const [cert, key] = await Promise.allSettled([read(tlsCertificate), read(tlsKey)]);
  if (cert.status === 'fulfilled' && key.status === 'fulfilled') {
    return { configuration, tls: { cert: cert.value, key: key.value } };
  }
  const reasons = [cert, key].flatMap((result) =>
    result.status === 'rejected' ? [result.reason as ConfigurationError] : [],
  );
  throw new ConfigurationError(reasons.flatMap(({ problems }) => problems));
}

async function read(name: string): Promise<Buffer> {
  try {
    return await readFile(name);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
    throw new ConfigurationError([`${name} cannot be read (${code}).`], { cause: error });
  }
}
