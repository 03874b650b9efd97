import { missingTools, pulumiTools } from '../../../bin/pulumi/tools';
import { ROOT } from '../program-under-mocks';

const TOOLS = pulumiTools(ROOT);

/** The command line itself, as a user has it on the PATH. */
export const PULUMI = TOOLS.cli.file;

/** The real tools that are not on this machine. Nothing is ever downloaded for a test. */
export const MISSING_TOOLS: readonly string[] = missingTools(TOOLS).map(({ file }) => file);
