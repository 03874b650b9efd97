'use strict';
const fs = require('node:fs');
const path = require('node:path');

const OLDEST_NODE = 20;

/**
 * Says what is missing from an installation, if anything is, and how to get it.
 *
 * @param {string} root the project's root
 * @returns {string | undefined}
 */
function checkInstallation(root) {
  if (Number.parseInt(process.versions.node, 10) < OLDEST_NODE) {
    return `scf-chat needs Node.js ${OLDEST_NODE} or newer, and this is ${process.versions.node}.\nTo fix it: install a newer one from https://nodejs.org and run npm ci again.`;
  }
  if (!fs.existsSync(path.join(root, 'node_modules/esbuild'))) {
    return 'The dependencies are not installed.\nTo fix it: npm ci';
  }
  if (!fs.existsSync(path.join(root, 'node_modules/@pulumi/tencentcloud/bin/index.js'))) {
    return (
      '@pulumi/tencentcloud is installed but not compiled: its install step was skipped, as pnpm and --ignore-scripts do.\n' +
      'To fix it: npm rebuild @pulumi/tencentcloud'
    );
  }
  return undefined;
}

module.exports = { checkInstallation };
