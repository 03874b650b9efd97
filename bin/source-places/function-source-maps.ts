import { readFileSync } from 'node:fs';
import path from 'node:path';
import { FUNCTION_ROLES } from '../../protocol/events';
import { functionFiles } from '../../infra/bundle/function-files';
import type { FindSourceMap } from './place-in-sources';

/** How the file of a function's bundle is called. */
const BUNDLE = 'index.js';

/** The maps of the functions that have been built into `dist/`, which a bundle's content leads to. */
export function functionSourceMaps(root: string): FindSourceMap {
  return (script) => {
    const code = path.basename(script) === BUNDLE ? read(script) : undefined;
    if (code === undefined) return undefined;
    for (const role of FUNCTION_ROLES) {
      const map = read(path.join(root, functionFiles(role, code).map));
      if (map !== undefined) return map;
    }
    return undefined;
  };
}

/** Undefined for a file that is not there, or not any more. */
function read(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
