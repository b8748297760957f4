/** What the commands need of the shell that runs them. */
export type CliContext = { env: NodeJS.ProcessEnv; isTerminal: boolean };
