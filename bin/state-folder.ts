/** Where the project keeps what is of this machine alone, below its root; git ignores it. */
export const STATE_FOLDER = '.scf-chat';
