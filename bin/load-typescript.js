'use strict';
const { buildSync } = require('esbuild');
const Module = require('node:module');
const path = require('node:path');

const root = path.join(__dirname, '..');

/** A source that does not compile: the message names file, line and column. */
class CompileError extends Error {
  name = 'CompileError';
}

/** JSON of the source map of each script that has been loaded, by the path that its stacks name. */
const sourceMaps = new Map();

/**
 * Loads a TypeScript file and what it imports from the project; packages stay packages.
 *
 * @param {string} file absolute path
 * @returns {unknown} its exports
 * @throws {CompileError}
 */
function loadTypeScript(file) {
  const loaded = new Module(file, module);
  loaded.filename = file;
  loaded.paths = Module._nodeModulePaths(path.dirname(file));
  loaded._compile(compile(file), file);
  return loaded.exports;
}

function compile(file) {
  try {
    const { outputFiles } = buildSync({
      absWorkingDir: root,
      outdir: root,
      entryPoints: [file],
      bundle: true,
      packages: 'external',
      platform: 'node',
      target: 'node20',
      format: 'cjs',
      write: false,
      // Read only when something fails: Node's own support would read those of all packages.
      sourcemap: 'external',
      sourcesContent: false,
      logLevel: 'silent',
    });
    const [map, code] = [true, false].map((isMap) =>
      outputFiles.find((output) => output.path.endsWith('.map') === isMap),
    );
    sourceMaps.set(file, map.text);
    return code.text;
  } catch (error) {
    if (!Array.isArray(error.errors)) {
      throw error;
    }
    const places = error.errors.map(({ location, text }) =>
      location
        ? `  ${location.file}:${location.line}:${location.column + 1}: ${text}`
        : `  ${text}`,
    );
    throw new CompileError(
      `${path.basename(file)} does not compile, so nothing was changed.\n${places.join('\n')}`,
    );
  }
}

/**
 * @param {string} script absolute path
 * @returns {string | undefined} JSON of its source map, with sources relative to the project's root
 */
function sourceMapOf(script) {
  return sourceMaps.get(script);
}

module.exports = { CompileError, loadTypeScript, sourceMapOf };
