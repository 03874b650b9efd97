#!/usr/bin/env node
'use strict';

// Node 20 cannot load TypeScript, so the example is loaded as the command itself is.
const path = require('node:path');
const { loadTypeScript } = require('../../bin/load-typescript.js');

void loadTypeScript(path.join(__dirname, 'main.ts')).main(process.argv.slice(2));
