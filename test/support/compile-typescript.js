const { createHash } = require('node:crypto');
const { transformSync, version } = require('esbuild');

/** @type {import('esbuild').TransformOptions} */
const OPTIONS = {
  loader: 'ts',
  format: 'cjs',
  platform: 'node',
  target: 'node20',
  // jest's own modules do not know import().
  supported: { 'dynamic-import': false },
  sourcemap: 'inline',
};

/**
 * Compiles what jest loads. Types are stripped and not checked, which `npm run check` does; and
 * jest.mock() is not moved before the imports.
 *
 * @type {import('@jest/transform').SyncTransformer}
 */
module.exports = {
  process: (source, file) => transformSync(source, { ...OPTIONS, sourcefile: file }),
  getCacheKey: (source, file) =>
    createHash('sha256')
      .update(JSON.stringify([version, OPTIONS, file, source]))
      .digest('hex'),
};
