import { DataFolderError } from '../localcloud/data/data-folder';
import {
  startLocalCloud,
  type LocalCloud,
  type LocalCloudOptions,
} from '../localcloud/local-cloud';
import { CommandError } from './command-error';
import { functionSourceMaps } from './source-places/function-source-maps';
import { placeInSources } from './source-places/place-in-sources';

export const USUAL_PORT = 4000;

export type CloudOptions = Omit<LocalCloudOptions, 'port'> & {
  /** The usual one, or any free one, unless given. */
  readonly port?: number | undefined;
};

/**
 * Starts a local cloud on the usual port, or on any free one when that is taken.
 *
 * @throws CommandError when a port that was asked for is taken, or the data folder cannot be used
 */
export async function startCloud(options: CloudOptions): Promise<LocalCloud> {
  try {
    return await startOn(options.port ?? USUAL_PORT, options);
  } catch (error) {
    if (!isTaken(error)) {
      throw error;
    }
    if (options.port !== undefined) {
      throw new CommandError(
        `Port ${options.port} is taken by another program.\nTo fix it: end that program, choose another port, or leave --port out to get a free one.`,
      );
    }
    return startOn(0, options);
  }
}

async function startOn(port: number, options: CloudOptions): Promise<LocalCloud> {
  const observe: LocalCloudOptions['observe'] = (event) => {
    if (event.type === 'fault') {
      console.error('The local cloud has made a mistake of its own:', event.error);
    }
    options.observe?.(event);
  };
  try {
    const root = options.inspector?.root;
    return await startLocalCloud({
      ...options,
      ...(root !== undefined && {
        placeInSources: (text) => placeInSources(text, functionSourceMaps(root)),
      }),
      port,
      observe,
    });
  } catch (error) {
    throw error instanceof DataFolderError
      ? new CommandError(error.message, { cause: error })
      : error;
  }
}

function isTaken(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
}
