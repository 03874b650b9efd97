'use strict';
const { buildSync } = require('esbuild');
const Module = require('node:module');
const path = require('node:path');

/** A source that does not compile: the message names file, line and column. */
class CompileError extends Error {
  name = 'CompileError';
}

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
      entryPoints: [file],
      bundle: true,
      packages: 'external',
      platform: 'node',
      target: 'node20',
      format: 'cjs',
      write: false,
      logLevel: 'silent',
    });
    return outputFiles[0].text;
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

module.exports = { CompileError, loadTypeScript };
