// What every command is: its arguments, declared to commander, and an act that ends in an exit code.
import type { Command } from 'commander';
import type { ExitCode } from './exit.ts';
import type { Host } from './host.ts';

/** Takes the exit code of the one command that was run. */
type Finish = (code: ExitCode) => void;

/** Adds one command to the program. */
export type AddCommand = (program: Command, host: Host, finish: Finish) => void;
