import { accessSync, constants, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Environment } from '../cloud-variables';
import type { Finding } from './finding';

/**
 * What `npm start` and `npm test` need. That Node.js is new enough and the dependencies are
 * installed has been checked before any command runs (check-installation.js).
 */
export function checkProject(root: string, version: string, environment: Environment): Finding[] {
  const found = (name: string, detail: string): Finding => ({
    area: 'project',
    name,
    isOk: true,
    detail,
  });
  return [
    found('scf-chat', `${version}, on ${process.platform} ${process.arch}`),
    checkFolder(root),
    found('Node.js', `${process.versions.node}; 20 or newer is needed`),
    found('npm', npmVersion(environment) ?? 'not asked, since the doctor was not started by it'),
    found('TypeScript', packageVersion(root, 'typescript')),
    found('@pulumi/pulumi', packageVersion(root, '@pulumi/pulumi')),
    found('@pulumi/tencentcloud', `${packageVersion(root, '@pulumi/tencentcloud')}, compiled`),
  ];
}

/** The zips and the page are built into it, and the state is kept in it. */
function checkFolder(root: string): Finding {
  const finding = { area: 'project', name: 'folder', neededFor: 'start' } as const;
  try {
    accessSync(root, constants.W_OK);
    return { ...finding, isOk: true, detail: `${root} can be written to` };
  } catch {
    const detail = `${root} cannot be written to, and dist/ is built into it`;
    return { ...finding, isOk: false, detail, fix: 'clone the project to where you may write' };
  }
}

/** npm tells what it starts which npm it is: `npm/10.8.2 node/v20.20.2 linux x64 …`. */
function npmVersion(environment: Environment): string | undefined {
  return /npm\/(\S+)/.exec(environment['npm_config_user_agent'] ?? '')?.[1];
}

function packageVersion(root: string, name: string): string {
  const file = path.join(root, 'node_modules', name, 'package.json');
  return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;
}
